package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.container.program.InitRecord;
import org.openlauncher.container.program.ProgramStart;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;
import org.openlauncher.plugin.docker.engine.EngineUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The jobs that have not ended. An event says that a job is to be looked at, no more: whatever was
 * missed, late or told twice, the look finds how things stand.
 */
final class DockerJobs {
  private static final Logger LOG = LoggerFactory.getLogger(DockerJobs.class);
  private static final Duration SOON = Duration.ofMillis(10);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration UNTIL_THE_CAUSE_IS_KNOWN = Duration.ofMillis(100);
  private static final Duration ENGINE_BLIND = Duration.ofSeconds(5);

  private final EngineClient engine;
  private final StatusTranslation translation;
  private final ContainerLaunch launch;
  private final JobTelling telling;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final EndedContainers endedContainers;
  private final Map<JobId, JobEntry> living = new ConcurrentHashMap<>();
  private final ImagePulls pulls;
  private volatile boolean connected;

  DockerJobs(
      EngineClient engine,
      StatusTranslation translation,
      ContainerLaunch launch,
      ObservationSink sink,
      Executor executor,
      ScheduledExecutorService timer,
      EndedContainers endedContainers,
      PullsOf pulls) {
    this.engine = engine;
    this.translation = translation;
    this.launch = launch;
    this.telling = new JobTelling(sink);
    this.executor = executor;
    this.timer = timer;
    this.endedContainers = endedContainers;
    this.pulls = pulls.of(new ImageNews(this, translation));
  }

  /** Makes the fetches of images that these jobs wait for. */
  interface PullsOf {
    ImagePulls of(ImagePulls.Listener listener);
  }

  JobTelling telling() {
    return telling;
  }

  Optional<JobEntry> find(JobId id) {
    return Optional.ofNullable(living.get(id));
  }

  Collection<JobEntry> all() {
    return living.values();
  }

  /** Whether the engine's events are followed, so that it is worth asking it. */
  void setConnected(boolean now) {
    connected = now;
  }

  /** Watches a job from now on; it is told again how it stands. */
  JobEntry watch(JobFolder folder, JobState state) {
    JobEntry entry = living.computeIfAbsent(folder.id(), id -> new JobEntry(folder, state));
    entry.setDoubtful();
    folder.killAt().ifPresent(at -> killAt(entry, Instant.ofEpochMilli(at)));
    return entry;
  }

  /** Does not watch a job any more. */
  void drop(JobId id) {
    JobEntry entry = living.remove(id);
    if (entry != null) {
      entry.setEnded();
    }
  }

  /** Looks at a job, soon and on another thread. */
  void lookSoon(JobEntry job) {
    if (job.queueLook()) {
      execute(
          () -> {
            job.beginLook();
            look(job);
          });
    }
  }

  private void lookAfter(JobEntry job, Duration delay) {
    try {
      timer.schedule(() -> lookSoon(job), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      // Whoever opens the cluster next looks.
    }
  }

  private void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException closing) {
      // Whoever opens the cluster next looks.
    }
  }

  /** Looks at a job now. */
  void look(JobEntry job) {
    synchronized (job) {
      if (job.ended()) {
        return;
      }
      try {
        lookClosely(job);
      } catch (EngineUnreachableException failure) {
        unreachable(job, failure.getMessage());
      } catch (EngineException refusal) {
        telling.unknown(job, "The engine answers with an error: " + refusal.getMessage());
        lookAfter(job, LATER);
      } catch (IOException | RuntimeException fault) {
        LOG.error("Job {} can't be looked at", job.id(), fault);
        telling.unknown(job, "The job can't be looked at: " + fault);
      }
    }
  }

  /** Nothing is known: what was told stays, and the next connection looks again. */
  void unreachable(JobEntry job, String reason) {
    if (job.state() == JobState.PENDING && job.container().isEmpty()) {
      held(job, reason);
    }
    telling.unknown(job, reason);
    // Without a connection the next one looks at all, so that nobody knocks for each job.
    if (connected) {
      lookAfter(job, LATER);
    }
  }

  private void held(JobEntry job, String reason) {
    telling.known(
        job,
        JobStatus.of(JobState.PENDING).because(StatusCode.HELD, "Waits for the engine: " + reason),
        Instant.now());
  }

  private void lookClosely(JobEntry job) throws IOException {
    Optional<JsonNode> order = job.folder().order();
    if (order.isPresent()) {
      carryOut(job, order.get());
      if (job.ended() || job.folder().order().isPresent()) {
        return;
      }
    }
    Optional<String> container = job.container();
    if (container.isEmpty()) {
      end(job);
      telling.absent(job.id(), "There is no record of a container of the job.");
      return;
    }
    letStart(job, InitRecord.read(job.folder().record()));
    Optional<JsonNode> found = engine.find(Address.container(container.get()) + "/json");
    InitRecord record = InitRecord.read(job.folder().record());
    if (found.isEmpty()) {
      gone(job, record);
      return;
    }
    JsonNode state = found.get().path("State");
    switch (state.path("Status").asString("")) {
      case "running", "paused" -> living(job, found.get(), record);
      case "exited", "dead" -> {
        if (StatusTranslation.mayLackItsCause(found.get(), record, Instant.now())) {
          lookAfter(job, UNTIL_THE_CAUSE_IS_KNOWN);
          return;
        }
        JobStatus status = translation.ended(state, record, named(found.get()));
        ended(job, withCause(job, status), StatusTranslation.time(state, "FinishedAt"));
      }
      default -> unseen(job, found.get(), record);
    }
  }

  /** A job that the launcher had to kill is told why. */
  private static JobStatus withCause(JobEntry job, JobStatus status) {
    return status.state() == JobState.KILLED
        ? job.folder()
            .killedFor()
            .map(cause -> status.because(StatusCode.SIGNALED, cause))
            .orElse(status)
        : status;
  }

  private void carryOut(JobEntry job, JsonNode order) {
    ContainerLaunch.Outcome outcome = launch.carryOut(job, order);
    if (outcome instanceof ContainerLaunch.Outcome.Fetch fetch) {
      telling.known(
          job,
          JobStatus.of(JobState.PENDING)
              .because(StatusCode.IMAGE_PULL, "Fetching image " + fetch.image() + "."),
          Instant.now());
      pulls.want(job.id(), fetch.image());
    } else if (outcome instanceof ContainerLaunch.Outcome.Later later) {
      held(job, later.reason());
      lookAfter(job, LATER);
    } else if (outcome instanceof ContainerLaunch.Outcome.Failed failed) {
      ended(job, failed.status(), Instant.now());
    }
  }

  private void living(JobEntry job, JsonNode container, InitRecord record) throws IOException {
    JsonNode state = container.path("State");
    if (record.ending().isPresent()) {
      Instant written = job.folder().recordWritten();
      if (older(written, ENGINE_BLIND)) {
        // An engine whose containerd was away when the container ended never hears of it. What
        // still runs, since the job wrote there itself, has no place any more.
        kill(job);
        ended(job, translation.ended(state, record, named(container)), written);
      } else {
        lookAfter(job, older(written, LATER) ? LATER : SOON);
      }
      return;
    }
    Instant started = StatusTranslation.time(state, "StartedAt");
    if (!record.started()) {
      letStart(job, record);
      lookAfter(job, older(started, LATER) ? LATER : SOON);
      return;
    }
    telling.known(job, translation.living(state), started);
  }

  /** The container's first process waits until nobody else can open its files. */
  private static void letStart(JobEntry job, InitRecord record) throws IOException {
    if (record.open() && !record.started() && record.ending().isEmpty()) {
      job.folder().closeToJob();
    }
  }

  /** An engine that was killed while it started a container does not know that it has. */
  private void unseen(JobEntry job, JsonNode container, InitRecord record) throws IOException {
    if (record.ending().isPresent()) {
      JobStatus status = translation.ended(container.path("State"), record, named(container));
      ended(job, status, job.folder().recordWritten());
      return;
    }
    if (record.started()) {
      telling.known(job, translation.unseen(), Instant.now());
    }
    lookAfter(job, LATER);
  }

  private static boolean older(Instant time, Duration age) {
    return time.plus(age).isBefore(Instant.now());
  }

  private static ProgramStart named(JsonNode container) {
    return ProgramStart.of(
        container.path("Config").path("Cmd").valueStream().map(word -> word.asString("")).toList());
  }

  /** Somebody has removed the container. */
  private void gone(JobEntry job, InitRecord record) {
    ended(job, translation.gone(record, job.state() == JobState.PENDING), Instant.now());
  }

  /** The job has ended: it is told, and its container is removed in good time. */
  void ended(JobEntry job, JobStatus status, Instant at) {
    telling.ended(job, status, at);
    end(job);
    job.container().ifPresent(container -> endedContainers.add(job.id(), at));
  }

  private void end(JobEntry job) {
    job.setEnded();
    job.folder().removeOrder();
    living.remove(job.id(), job);
  }

  /** Kills a job at a time, unless it has ended by then. */
  void killAt(JobEntry job, Instant at) {
    long delay = Math.max(0, Duration.between(Instant.now(), at).toMillis());
    try {
      job.kill(timer.schedule(() -> execute(() -> kill(job)), delay, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException closing) {
      // The time is written down for whoever opens the cluster next.
    }
  }

  /** Kills a job at once, for something that it has done. */
  void killFor(JobEntry job, String cause) throws IOException {
    job.folder().killedFor(cause);
    kill(job);
  }

  private void kill(JobEntry job) {
    Optional<String> container = job.container();
    if (job.ended() || container.isEmpty()) {
      return;
    }
    try {
      engine.post(Address.container(container.get()) + "/kill?signal=SIGKILL");
    } catch (EngineException ended) {
      lookSoon(job);
    } catch (EngineUnreachableException failure) {
      killAt(job, Instant.now().plus(LATER));
    }
  }

  /** Withdraws a job that waits for its image or its start. */
  void cancel(JobEntry job) {
    job.folder()
        .order()
        .ifPresent(
            order ->
                pulls.leave(
                    job.id(), order.path(ContainerOrder.CREATE).path("Image").asString("")));
    ended(
        job,
        JobStatus.of(JobState.CANCELED)
            .because(StatusCode.BY_REQUEST, "Canceled on request.")
            .onHost(translation.host()),
        Instant.now());
  }

  /** Ends the fetches. */
  void close() {
    pulls.close();
  }
}
