package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;

/**
 * Hands jobs to Slurm, each once. Whether a job was handed over is known from the submission's own
 * process; where that got no clear answer, Slurm is asked for the job's name.
 */
final class Launches {
  private static final int UMASK = 077;
  private static final Path ROOT_FOLDER = Path.of("/");
  private static final Duration AFTER_NO_ANSWER = Duration.ofSeconds(10);

  private final Submissions submissions;
  private final Optional<RestHandover> handover;
  private final JobPreparation preparation;
  private final JobOwners owners;
  private final JobFiles files;
  private final SchedulerQueries queries;
  private final RequestBudget budget;
  private final ClusterFacts facts;
  private final SlurmCounters counters;
  private volatile Optional<Long> unansweredAt = Optional.empty();

  /**
   * @param handover gives Slurm the jobs; empty where the submission's process does
   */
  Launches(
      Submissions submissions,
      Optional<RestHandover> handover,
      JobPreparation preparation,
      JobOwners owners,
      JobFiles files,
      SchedulerQueries queries,
      RequestBudget budget,
      ClusterFacts facts,
      SlurmCounters counters) {
    this.submissions = submissions;
    this.handover = handover;
    this.preparation = preparation;
    this.owners = owners;
    this.files = files;
    this.queries = queries;
    this.budget = budget;
    this.facts = facts;
    this.counters = counters;
  }

  /** Submits a job, or finds that it was. */
  SlurmHandle submit(LaunchRequest request) {
    Decision decision = decide(request, send(request));
    if (decision instanceof Decision.Accepted accepted) {
      return accepted.handle();
    }
    if (decision instanceof Decision.Absent absent) {
      throw absent.why();
    }
    throw new AmbiguousLaunchException(
        "It is not known whether Slurm has the job: " + ((Decision.Unknown) decision).reason());
  }

  private Submissions.Answer send(LaunchRequest request) {
    if (handover.isEmpty()) {
      counters.command("sbatch");
    }
    Submissions.Answer answer = submissions.submit(process(request));
    return answer instanceof Submissions.Answer.Prepared && handover.isPresent()
        ? handover
            .get()
            .hand(
                request.id(),
                owners.account(request.owner()).name(),
                () -> preparation.restJob(request))
        : answer;
  }

  private ProcessRequest process(LaunchRequest request) {
    SlurmHandle handle = preparation.handle(request, 0, Instant.EPOCH);
    List<String> command =
        new ArrayList<>(List.of(SlurmCommands.SHELL, "-c", Script.SUBMIT.text(), "sh"));
    command.addAll(preparation.scriptArguments(request, handle));
    return new ProcessRequest(
        request.id(),
        owners.user(request.owner()),
        command,
        preparation.submissionEnvironment(request),
        ROOT_FOLDER,
        Optional.of(preparation.order(request, handle)),
        Optional.of(submissions.output(request.id())),
        Optional.of(submissions.errors(request.id())),
        UMASK,
        ProcessLimits.NONE);
  }

  /** Looks for a job of which it is not known whether it was submitted. */
  Decision find(LaunchRequest request) {
    Submissions.Answer answer = submissions.find(request.id());
    return decide(
        request,
        answer instanceof Submissions.Answer.Prepared && handover.isPresent()
            ? handover.get().find(request.id())
            : answer);
  }

  private Decision decide(LaunchRequest request, Submissions.Answer answer) {
    JobId id = request.id();
    if (answer instanceof Submissions.Answer.Accepted accepted) {
      return new Decision.Accepted(preparation.handle(request, accepted.number(), accepted.at()));
    }
    if (answer instanceof Submissions.Answer.Refused refused) {
      submissions.forget(id);
      if (refused.complaint().kind() != Complaint.Kind.BEFORE_SLURM) {
        removeFiles(request);
      }
      return new Decision.Absent(exception(request, refused.complaint()));
    }
    if (answer instanceof Submissions.Answer.Unclear unclear) {
      return lookInSlurm(request, unclear.reason());
    }
    if (answer instanceof Submissions.Answer.Prepared) {
      // Left so before the configuration was changed, or the launcher ended.
      if (submissions.handed(id)) {
        return lookInSlurm(request, "slurmrestd's answer got lost");
      }
      submissions.forget(id);
    }
    if (answer instanceof Submissions.Answer.Underway underway) {
      return new Decision.Unknown(underway.reason());
    }
    return new Decision.Absent(
        new LauncherException(
            ErrorCode.CLUSTER_UNAVAILABLE, "the job was not submitted: try again"));
  }

  private void removeFiles(LaunchRequest request) {
    try {
      files.remove(request.id(), preparation.handle(request, 0, Instant.EPOCH));
    } catch (LauncherException left) {
      // They go with the job itself; the refusal is what counts.
      return;
    }
  }

  private Decision lookInSlurm(LaunchRequest request, String reason) {
    JobId id = request.id();
    String name = JobPreparation.name(id, request.specification().name());
    long uid = owners.account(request.owner()).uid();
    Optional<String> silence = silence();
    if (silence.isPresent()) {
      return new Decision.Unknown(reason + "; " + silence.get());
    }
    try {
      budget.forceQueue();
      List<Long> found = queries.named(name, uid, facts.accounting());
      if (found.isEmpty()) {
        submissions.forget(id);
        return new Decision.Absent(
            new LauncherException(
                ErrorCode.CLUSTER_UNAVAILABLE, "Slurm does not have the job. " + reason));
      }
      submissions.adopt(id, found.get(0));
      return decide(request, submissions.find(id));
    } catch (LauncherException unanswered) {
      unansweredAt = Optional.of(System.nanoTime());
      return new Decision.Unknown(reason + "; " + unanswered.getMessage());
    }
  }

  /** A scheduler that has just not answered is not asked again for each of thousands of jobs. */
  private Optional<String> silence() {
    return unansweredAt
        .filter(at -> System.nanoTime() - at < AFTER_NO_ANSWER.toNanos())
        .map(at -> "Slurm did not answer a moment ago, and is asked again later");
  }

  private LauncherException exception(LaunchRequest request, Complaint complaint) {
    return switch (complaint.kind()) {
      case BEFORE_SLURM -> beforeSlurm(request, complaint.text());
      case NOT_NOW ->
          new LauncherException(
              ErrorCode.CLUSTER_UNAVAILABLE, "Slurm takes no jobs now: " + complaint.text());
      case TOO_MANY ->
          new LauncherException(
              ErrorCode.QUOTA_EXCEEDED, "Slurm refuses the job: " + complaint.text());
      case JOB ->
          new LaunchFailedException(
              StatusCode.LAUNCH_FAILED, "Slurm refuses the job: " + complaint.text());
    };
  }

  private LaunchFailedException beforeSlurm(LaunchRequest request, String word) {
    SlurmHandle handle = preparation.handle(request, 0, Instant.EPOCH);
    String folder =
        request.specification().workingDirectory().orElse("the home folder of " + handle.owner());
    return switch (word) {
      case "directory" ->
          new LaunchFailedException(
              StatusCode.WORKING_DIRECTORY,
              "The working directory "
                  + folder
                  + " is missing, or "
                  + handle.owner()
                  + " may not enter it.");
      case "directory-denied" ->
          new LaunchFailedException(
              StatusCode.PERMISSION_DENIED,
              handle.owner() + " may not enter the working directory " + folder + ".");
      case "output" -> outputFile(handle, handle.standardOutput());
      case "errors" -> outputFile(handle, handle.standardError());
      default ->
          new LaunchFailedException(
              StatusCode.LAUNCH_FAILED,
              handle.owner() + " can't write to the folder " + handle.storage() + ".");
    };
  }

  private static LaunchFailedException outputFile(SlurmHandle handle, Path file) {
    return new LaunchFailedException(
        StatusCode.OUTPUT_FILE,
        "The output file " + file + " can't be written by " + handle.owner() + ".");
  }

  /** Whether Slurm has a job. */
  sealed interface Decision {
    /** It has. */
    record Accepted(SlurmHandle handle) implements Decision {}

    /** It has not, for certain. */
    record Absent(LauncherException why) implements Decision {}

    /** Nobody can say. */
    record Unknown(String reason) implements Decision {}
  }
}
