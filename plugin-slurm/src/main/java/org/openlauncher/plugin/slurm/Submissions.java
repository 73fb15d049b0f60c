package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.files.PrivateFolder;

/**
 * The commands that hand jobs to Slurm, or make all ready for that. Each is a process that survives
 * the launcher, under the job's own id: after a crash its answer is there, and whether it was
 * started at all is certain.
 */
final class Submissions implements ProcessListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern ANSWER = Pattern.compile("([0-9]{1,10})(;.*)?");

  /** What the script says where somebody else is to submit the job. */
  private static final String PREPARED = "prepared";

  private final PrivateFolder answers;
  private final ProcessSupervisor supervisor;
  private final Map<JobId, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

  /** What became of a submission. */
  sealed interface Answer {
    /**
     * Slurm has the job.
     *
     * @param number its number there
     * @param at when it answered
     */
    record Accepted(long number, Instant at) implements Answer {}

    /** All is ready for Slurm to have the job, where the script does not submit it itself. */
    record Prepared() implements Answer {}

    /** Slurm does not have the job. */
    record Refused(Complaint complaint) implements Answer {}

    /** It may have it: the submission has ended without a clear answer. */
    record Unclear(String reason) implements Answer {}

    /** It may get it: the submission has not ended. */
    record Underway(String reason) implements Answer {}

    /** Nothing was ever sent to it. */
    record NeverSent() implements Answer {}
  }

  private Submissions(ProcessLauncher processes, Path folder) {
    PrivateFolder own = PrivateFolder.open(folder.toAbsolutePath());
    this.answers = own.folder("answers");
    this.supervisor = processes.open(own.file("processes"), this);
  }

  static Submissions open(ProcessLauncher processes, Path folder) {
    return new Submissions(processes, folder);
  }

  OutputFile output(JobId id) {
    return new OutputFile.Kept(answers.file(id + ".out"));
  }

  OutputFile errors(JobId id) {
    return new OutputFile.Kept(answers.file(id + ".err"));
  }

  /**
   * Submits a job, and waits for Slurm's answer.
   *
   * @throws LauncherException as {@link ProcessSupervisor#launch} does
   */
  Answer submit(ProcessRequest request) {
    JobId id = request.id();
    CompletableFuture<Answer> answer =
        waiting.computeIfAbsent(id, fresh -> new CompletableFuture<>());
    try {
      supervisor.launch(request);
    } catch (LauncherException notLaunched) {
      if (notLaunched.code() == ErrorCode.INVALID_JOB_STATE) {
        // Somebody else submitted it before: the answer is the same for both.
        supervisor.watch(id);
        return await(id, answer);
      }
      waiting.remove(id, answer);
      throw notLaunched;
    }
    return await(id, answer);
  }

  /** What became of a submission, also of one in an earlier life. */
  Answer find(JobId id) {
    LaunchTrace trace = supervisor.find(id);
    if (trace instanceof LaunchTrace.NeverLaunched) {
      return new Answer.NeverSent();
    }
    if (trace instanceof LaunchTrace.Unknown unknown) {
      return new Answer.Underway(unknown.reason());
    }
    Optional<Answer> adopted = adopted(id);
    if (adopted.isPresent()) {
      return adopted.get();
    }
    CompletableFuture<Answer> answer =
        waiting.computeIfAbsent(id, fresh -> new CompletableFuture<>());
    supervisor.watch(id);
    return await(id, answer);
  }

  private Answer await(JobId id, CompletableFuture<Answer> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return new Answer.Underway("sbatch has not ended within " + PATIENCE.toSeconds() + " s");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Answer.Underway("sbatch was not waited for any longer");
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof LauncherException told) {
        throw told;
      }
      throw new IllegalStateException(failure);
    } finally {
      if (answer.isDone()) {
        waiting.remove(id, answer);
      }
    }
  }

  /** Notes that a job of which no answer came was found in Slurm. */
  void adopt(JobId id, long number) {
    accepted(id, number);
    note(id, ".adopted");
  }

  /** Notes that Slurm has a job that was prepared, once: when it did is part of what is told. */
  synchronized Answer accepted(JobId id, long number) {
    Answer before = answer(id, 0);
    if (before instanceof Answer.Accepted) {
      return before;
    }
    try {
      answers.write(id + ".out", (number + "\n").getBytes(StandardCharsets.US_ASCII));
      return answer(id, 0);
    } catch (IOException failure) {
      throw unkept(id, failure);
    }
  }

  /** Whether the script has made all ready, and no number has come since. */
  boolean prepared(JobId id) {
    try {
      Path output = answers.file(id + ".out");
      return Files.exists(output) && text(output).strip().equals(PREPARED);
    } catch (IOException failure) {
      throw unkept(id, failure);
    }
  }

  /** Notes that Slurm is about to be given a job that is prepared. */
  void noteHanded(JobId id) {
    note(id, ".handed");
  }

  private void note(JobId id, String suffix) {
    try {
      answers.write(id + suffix, new byte[0]);
    } catch (IOException failure) {
      throw unkept(id, failure);
    }
  }

  /** Whether that was noted. */
  boolean handed(JobId id) {
    return Files.exists(answers.file(id + ".handed"));
  }

  private static LauncherException unkept(JobId id, IOException failure) {
    return new LauncherException(
        ErrorCode.UNKNOWN,
        "how far the submission of job " + id + " is can't be kept: " + failure.getMessage(),
        failure);
  }

  private Optional<Answer> adopted(JobId id) {
    return Files.exists(answers.file(id + ".adopted"))
        ? Optional.of(answer(id, 0))
        : Optional.empty();
  }

  private Answer answer(JobId id, int exitCode) {
    try {
      Path output = answers.file(id + ".out");
      var match = ANSWER.matcher(Files.exists(output) ? text(output).strip() : "");
      if (exitCode == 0 && match.matches()) {
        return new Answer.Accepted(
            Long.parseLong(match.group(1)),
            Instant.ofEpochSecond(Files.getLastModifiedTime(output).toInstant().getEpochSecond()));
      }
      if (exitCode == 0 && prepared(id)) {
        return new Answer.Prepared();
      }
      Path errors = answers.file(id + ".err");
      return Complaint.answer(exitCode, Files.exists(errors) ? text(errors) : "");
    } catch (IOException failure) {
      return new Answer.Unclear("sbatch's answer can't be read: " + failure.getMessage());
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Drops what is kept of a submission. */
  void forget(JobId id) {
    supervisor.forget(id);
    for (String suffix : new String[] {".out", ".err", ".adopted", ".handed"}) {
      try {
        Files.deleteIfExists(answers.file(id + suffix));
      } catch (IOException failure) {
        throw new LauncherException(
            ErrorCode.UNKNOWN,
            "what is kept of job " + id + " can't be removed: " + failure.getMessage(),
            failure);
      }
    }
  }

  @Override
  public void started(JobId id, ProcessIdentity process, Instant at) {
    // Only the answer counts.
  }

  @Override
  public void ended(JobId id, ExitRecord exit) {
    CompletableFuture<Answer> answer = waiting.get(id);
    if (answer != null) {
      answer.complete(
          exit.ending()
              .exitCode()
              .map(code -> answer(id, code))
              .orElseGet(() -> new Answer.Unclear("nobody saw how sbatch ended")));
    }
  }

  @Override
  public void launchFailed(JobId id, LaunchFailedException failure) {
    CompletableFuture<Answer> answer = waiting.get(id);
    if (answer != null) {
      answer.completeExceptionally(failure);
    }
  }

  @Override
  public void lost(JobId id, LossReason reason) {
    CompletableFuture<Answer> answer = waiting.get(id);
    if (answer != null) {
      answer.complete(
          reason == LossReason.NEVER_STARTED
              ? new Answer.NeverSent()
              : new Answer.Unclear(reason.message()));
    }
  }

  @Override
  public void impeded(String reason) {
    // Each submission is told of it.
  }

  @Override
  public void unimpeded() {
    // As above.
  }

  @Override
  public void close() {
    waiting
        .values()
        .forEach(answer -> answer.complete(new Answer.Underway("the cluster is being closed")));
    supervisor.close();
  }
}
