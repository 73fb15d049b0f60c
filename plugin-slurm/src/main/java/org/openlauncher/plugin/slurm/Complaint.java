package org.openlauncher.plugin.slurm;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.plugin.slurm.rest.RestException;

/**
 * Why a job was certainly not submitted.
 *
 * @param kind what sort of reason
 * @param text Slurm's own words, or the word of the script for what it refused
 */
record Complaint(Kind kind, String text) {
  /** From here on the exit code is a signal's. */
  private static final int SIGNALS = 128;

  private static final int REFUSED_BY_SCRIPT = 90;
  private static final Pattern BY_SCRIPT = Pattern.compile("(?m)^openlauncher refused: ([a-z-]+)$");
  private static final Pattern SUBMISSION_FAILED =
      Pattern.compile("Batch job submission failed: (.+)");

  /** Answers after which the job may be in Slurm all the same. */
  private static final Pattern UNCLEAR =
      Pattern.compile(
          "timed out|zero bytes|unexpected message|connection reset|communication"
              + "|message receive failure|broken pipe");

  /** Answers that are about Slurm, and not about the job. */
  private static final Pattern NOT_NOW =
      Pattern.compile(
          "unable to contact|connect failure|connection refused|authentication|munge"
              + "|temporarily|backup controller|could not establish|not running|resolve");

  /** What sort of reason it is. */
  enum Kind {
    /** The script found something before sbatch was run. */
    BEFORE_SLURM,
    /** Slurm takes no jobs at the moment. */
    NOT_NOW,
    /** The user has as many jobs as allowed. */
    TOO_MANY,
    /** This job can't be submitted as it stands. */
    JOB
  }

  /** What an end of sbatch other than with a number means. */
  static Submissions.Answer answer(int exitCode, String errors) {
    Matcher script = BY_SCRIPT.matcher(errors);
    if (exitCode == REFUSED_BY_SCRIPT && script.find()) {
      return new Submissions.Answer.Refused(new Complaint(Kind.BEFORE_SLURM, script.group(1)));
    }
    return answer(
        text(errors).orElse("exit code " + exitCode),
        errors,
        exitCode != 0 && exitCode <= SIGNALS,
        "sbatch says: ");
  }

  /** What a failed request to slurmrestd means. */
  static Submissions.Answer answer(RestException failure) {
    return switch (failure.kind()) {
      case NOT_SENT, NO_SUCH_PATH ->
          new Submissions.Answer.Refused(new Complaint(Kind.NOT_NOW, failure.getMessage()));
      case UNCLEAR -> new Submissions.Answer.Unclear(failure.getMessage());
      case REFUSED ->
          answer(failure.words(), failure.words(), !failure.unspecified(), "slurmrestd says: ");
    };
  }

  /**
   * What Slurm's words mean.
   *
   * @param clear whether it says itself that it has failed
   */
  private static Submissions.Answer answer(
      String text, String errors, boolean clear, String speaker) {
    String lower = errors.toLowerCase(Locale.ROOT);
    boolean unclear = UNCLEAR.matcher(lower).find();
    if (NOT_NOW.matcher(lower).find() && !unclear) {
      return new Submissions.Answer.Refused(new Complaint(Kind.NOT_NOW, text));
    }
    if (!clear || unclear) {
      return new Submissions.Answer.Unclear(speaker + text);
    }
    return new Submissions.Answer.Refused(
        new Complaint(lower.contains("maxsubmit") ? Kind.TOO_MANY : Kind.JOB, text));
  }

  private static Optional<String> text(String errors) {
    Matcher failed = SUBMISSION_FAILED.matcher(errors);
    if (failed.find()) {
      return Optional.of(failed.group(1).strip());
    }
    return errors
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.replaceFirst("^sbatch: (error: |fatal: )?", "").strip())
        .findFirst();
  }
}
