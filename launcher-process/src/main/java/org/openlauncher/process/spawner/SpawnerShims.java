package org.openlauncher.process.spawner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.supervise.JobRecord;
import org.openlauncher.process.supervise.Refusal;
import org.openlauncher.process.supervise.Shims;

/** Shims that the spawner makes. */
final class SpawnerShims implements Shims {
  private static final Duration PATIENCE_FOR_A_LAUNCH = Duration.ofSeconds(20);

  /** A kill takes its time with processes that do not end. */
  private static final Duration PATIENCE_FOR_A_SIGNAL = Duration.ofSeconds(30);

  private final Spawner spawner;
  private final Requests requests;
  private final boolean privileged;
  private Optional<Consumer<Optional<String>>> watcher = Optional.empty();

  /**
   * @param spawner stays open when the shims are closed
   * @param privileged whether it runs jobs as other users, and only so
   */
  SpawnerShims(Spawner spawner, Requests requests, boolean privileged) {
    this.spawner = spawner;
    this.requests = requests;
    this.privileged = privileged;
  }

  @Override
  public void check(ProcessRequest request) {
    boolean self = request.user() instanceof ProcessUser.Self;
    if (self && privileged) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "jobs can't run as the launcher's own user here: they could act as everybody");
    }
    if (!self && !privileged) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "jobs run as the launcher's own user here: root did not start this launcher");
    }
  }

  @Override
  public Optional<JobRecord.Start> start(ProcessRequest request, Path record, String token) {
    Frame.Builder launch = requests.launch(request, record, token);
    try {
      Answer.Started started = spawner.ask(launch, Answer.Started.class, PATIENCE_FOR_A_LAUNCH);
      return Optional.of(started.in(requests.bootId()));
    } catch (SpawnerException.Refused refused) {
      Answer.Refused answer = refused.answer();
      throw answer.refusal().failure(answer.message(), answer.errorNumber());
    } catch (SpawnerException.Unanswered nobodyKnows) {
      throw new AmbiguousLaunchException(
          "It is not known whether the job was started. " + nobodyKnows.getMessage(), nobodyKnows);
    } catch (SpawnerException unreached) {
      throw unavailable("No job can be started now. ", unreached);
    }
  }

  private static LauncherException unavailable(String what, SpawnerException why) {
    return new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, what + why.getMessage(), why);
  }

  @Override
  public void release(JobId id) {
    // The spawner gets all that a start needs in one message.
  }

  @Override
  public boolean signal(JobId id, JobRecord.Start start, ProcessUser user, Signal signal) {
    if (privileged && user instanceof ProcessUser.Self) {
      // Of a time when root had not started the launcher: its own user can do it.
      return false;
    }
    try {
      spawner.ask(
          requests.signal(id, start, user, signal), Answer.Done.class, PATIENCE_FOR_A_SIGNAL);
      return true;
    } catch (SpawnerException.Refused refused) {
      if (refused.answer().refusal() == Refusal.NO_SUCH_SHIM) {
        // It has ended, was killed, or is a shell.
        return false;
      }
      throw new LauncherException(ErrorCode.JOB_CONTROL_FAILURE, refused.getMessage(), refused);
    } catch (SpawnerException.Unanswered late) {
      throw new LauncherException(
          ErrorCode.TIMEOUT,
          "It is not known whether the job got the signal. " + late.getMessage(),
          late);
    } catch (SpawnerException unreached) {
      throw unavailable("No job can be signalled now. ", unreached);
    }
  }

  @Override
  public void watch(Consumer<Optional<String>> impediment) {
    watcher = Optional.of(impediment);
    spawner.watch(impediment);
  }

  @Override
  public void close() {
    watcher.ifPresent(spawner::unwatch);
  }
}
