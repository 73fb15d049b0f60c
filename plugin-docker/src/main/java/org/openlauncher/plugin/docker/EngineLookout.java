package org.openlauncher.plugin.docker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import org.openlauncher.plugin.docker.engine.EventWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Sees whether the engine is there, what it is, and which of the jobs are worth a look: those that
 * an event names, and after a gap those that one list of all containers shows otherwise.
 */
final class EngineLookout implements EventWatch.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLookout.class);
  private static final List<String> WORTH_A_LOOK =
      List.of("start", "die", "pause", "unpause", "destroy");

  private final EngineClient engine;
  private final JobLabels labels;
  private final DockerJobs jobs;
  private final ObservationSink sink;
  private final Executor executor;
  private volatile Optional<String> refusal = Optional.empty();

  EngineLookout(
      EngineClient engine,
      JobLabels labels,
      DockerJobs jobs,
      ObservationSink sink,
      Executor executor) {
    this.engine = engine;
    this.labels = labels;
    this.jobs = jobs;
    this.sink = sink;
    this.executor = executor;
  }

  /** Why the engine that was found can't be used; empty where it can, or none was found yet. */
  Optional<String> refusal() {
    return refusal;
  }

  @Override
  public void connected() {
    refusal = EngineCheck.refusal(engine);
    jobs.setConnected(true);
    sink.health(
        refusal
            .map(reason -> new ClusterHealth(ClusterHealth.Level.RED, reason))
            .orElse(ClusterHealth.GREEN));
    try {
      executor.execute(this::lookAtAll);
    } catch (RejectedExecutionException closing) {
      // Whoever opens the cluster next looks.
    }
  }

  @Override
  public void disconnected(String reason) {
    jobs.setConnected(false);
    sink.health(new ClusterHealth(ClusterHealth.Level.YELLOW, reason));
    jobs.all().stream()
        .filter(job -> !job.doubtful())
        .forEach(job -> jobs.telling().unknown(job, reason));
  }

  /** One list for all: only where it shows something new is looked at closely. */
  void lookAtAll() {
    List<JobEntry> before = List.copyOf(jobs.all());
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
        jobs.telling().again(job);
      } else {
        jobs.lookSoon(job);
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
        .flatMap(jobs::find)
        .filter(job -> job.container().equals(Optional.of(container)))
        .ifPresent(jobs::lookSoon);
  }
}
