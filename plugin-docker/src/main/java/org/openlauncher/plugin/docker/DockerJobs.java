package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import org.openlauncher.plugin.docker.engine.EngineUnreachableException;
import org.openlauncher.plugin.docker.engine.EventWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The jobs that have not ended. An event says that a job is to be looked at, no more: whatever was
 * missed, late or told twice, the look finds how things stand.
 */
final class DockerJobs implements EventWatch.Listener, ImagePulls.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(DockerJobs.class);
  private static final Duration SOON = Duration.ofMillis(10);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final List<String> WORTH_A_LOOK =
      List.of("start", "die", "pause", "unpause", "destroy");

  private final EngineClient engine;
  private final JobLabels labels;
  private final StatusTranslation translation;
  private final ContainerLaunch launch;
  private final ObservationSink sink;
  private final JobTelling telling;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final EndedContainers endedContainers;
  private final Map<JobId, JobEntry> living = new ConcurrentHashMap<>();
  private final ImagePulls pulls;
  private volatile Optional<String> refusal = Optional.empty();
  private volatile boolean connected;

  DockerJobs(
      EngineClient engine,
      JobLabels labels,
      StatusTranslation translation,
      ContainerLaunch launch,
      ObservationSink sink,
      Executor executor,
      ScheduledExecutorService timer,
      EndedContainers endedContainers,
      PullsOf pulls) {
    this.engine = engine;
    this.labels = labels;
    this.translation = translation;
    this.launch = launch;
    this.sink = sink;
    this.telling = new JobTelling(sink);
    this.executor = executor;
    this.timer = timer;
    this.endedContainers = endedContainers;
    this.pulls = pulls.of(this);
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
  private void unreachable(JobEntry job, String reason) {
    if (job.state() == JobState.PENDING && job.container().isEmpty()) {
      telling.known(
          job,
          JobStatus.of(JobState.PENDING)
              .because(StatusCode.HELD, "Waits for the engine: " + reason),
          Instant.now());
    }
    telling.unknown(job, reason);
    // Without a connection the next one looks at all, so that nobody knocks for each job.
    if (connected) {
      lookAfter(job, LATER);
    }
  }

  private void lookClosely(JobEntry job) throws IOException {
    Optional<JsonNode> order = job.folder().order();
    if (order.isPresent()) {
      carryOut(job, order.get());
      if (job.ended() || job.container().isEmpty()) {
        return;
      }
    }
    Optional<String> container = job.container();
    if (container.isEmpty()) {
      end(job);
      telling.absent(job.id(), "There is no record of a container of the job.");
      return;
    }
    Optional<JsonNode> found = engine.find(Address.container(container.get()) + "/json");
    InitRecord record = InitRecord.read(job.folder().record());
    if (found.isEmpty()) {
      gone(job, record);
      return;
    }
    JsonNode state = found.get().path("State");
    switch (state.path("Status").asString("")) {
      case "running", "paused" -> living(job, state, record);
      case "exited", "dead" -> {
        JobStatus status =
            translation.ended(
                state, record, StatusTranslation.Named.of(found.get().path("Config").path("Cmd")));
        ended(job, status, StatusTranslation.time(state, "FinishedAt"));
      }
      default -> lookAfter(job, SOON);
    }
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
    } else if (outcome instanceof ContainerLaunch.Outcome.Failed failed) {
      ended(job, failed.status(), Instant.now());
    }
  }

  private void living(JobEntry job, JsonNode state, InitRecord record) {
    if (!record.started() || record.ending().isPresent()) {
      lookAfter(job, SOON);
      return;
    }
    telling.known(job, translation.living(state), StatusTranslation.time(state, "StartedAt"));
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

  @Override
  public void progress(JobId id, String message) {
    find(id)
        .ifPresent(
            job -> {
              synchronized (job) {
                if (!job.ended() && job.state() == JobState.PENDING) {
                  telling.known(
                      job,
                      JobStatus.of(JobState.PENDING).because(StatusCode.IMAGE_PULL, message),
                      Instant.now());
                }
              }
            });
  }

  @Override
  public void fetched(JobId id) {
    find(id)
        .ifPresent(
            job -> {
              job.setFetched();
              lookSoon(job);
            });
  }

  @Override
  public void failed(JobId id, ImagePulls.Failure failure) {
    Optional<JobEntry> found = find(id);
    if (found.isEmpty()) {
      return;
    }
    JobEntry job = found.get();
    synchronized (job) {
      if (job.ended()) {
        return;
      }
      if (failure.passing()) {
        unreachable(job, failure.message());
        return;
      }
      StatusCode code = failure.missing() ? StatusCode.IMAGE_NOT_FOUND : StatusCode.IMAGE_PULL;
      ended(
          job,
          JobStatus.of(JobState.FAILED).because(code, failure.message()).onHost(translation.host()),
          Instant.now());
    }
  }

  /** Why the engine that was found can't be used; empty where it can, or none was found yet. */
  Optional<String> refusal() {
    return refusal;
  }

  @Override
  public void connected() {
    refusal = EngineCheck.refusal(engine);
    connected = true;
    sink.health(
        refusal
            .map(reason -> new ClusterHealth(ClusterHealth.Level.RED, reason))
            .orElse(ClusterHealth.GREEN));
    execute(this::lookAtAll);
  }

  @Override
  public void disconnected(String reason) {
    connected = false;
    sink.health(new ClusterHealth(ClusterHealth.Level.YELLOW, reason));
    living.values().stream()
        .filter(job -> !job.doubtful())
        .forEach(job -> telling.unknown(job, reason));
  }

  /** One list for all: only where it shows something new is looked at closely. */
  void lookAtAll() {
    List<JobEntry> before = List.copyOf(living.values());
    if (before.isEmpty()) {
      return;
    }
    Map<String, String> states = new HashMap<>();
    try {
      engine
          .get(
              "/containers/json?all=1&filters=" + Address.filters(Map.of("label", labels.filter())))
          .forEach(
              container ->
                  states.put(
                      container.path("Id").asString(""), container.path("State").asString("")));
    } catch (EngineFailure failure) {
      LOG.warn("The containers can't be listed: {}", failure.getMessage());
      return;
    }
    for (JobEntry job : before) {
      String state =
          job.container().map(container -> states.getOrDefault(container, "")).orElse("");
      boolean same =
          switch (job.state()) {
            case RUNNING -> state.equals("running");
            case SUSPENDED -> state.equals("paused");
            case PENDING, FINISHED, FAILED, KILLED, CANCELED -> false;
          };
      if (same && job.again().isPresent()) {
        telling.again(job);
      } else {
        lookSoon(job);
      }
    }
  }

  @Override
  public void happened(String container, String action, JsonNode attributes) {
    if (!WORTH_A_LOOK.contains(action)) {
      return;
    }
    labels
        .job(attributes)
        .flatMap(this::find)
        .filter(job -> job.container().equals(Optional.of(container)))
        .ifPresent(this::lookSoon);
  }

  /** Ends the fetches. */
  void close() {
    pulls.close();
  }
}
