package org.openlauncher.plugin.nativeplugin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.plugin.nativeplugin.wire.JobReading;
import org.openlauncher.wire.RequestType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches the jobs: one stream tells of all changes, and one thread asks for what the stream leaves
 * out. Plugins lose changes under load and over a restart, so that all jobs are asked for again
 * after each start of the plugin and now and then.
 */
final class NativeJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NativeJobs.class);
  private static final Duration LIST_INTERVAL = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration EXIT_CODE_PAUSE = Duration.ofMillis(200);
  private static final Duration OUTPUT_PAUSE = Duration.ofMillis(100);
  private static final int EXIT_CODE_ATTEMPTS = 10;
  private static final int MOST_EARLY = 1_000;
  private static final int MANY = 8;
  private static final String ALL = "*";

  private final String cluster;
  private final ObservationSink sink;
  private final PluginLink link;
  private final OutputStreams outputs;
  private final Map<String, TrackedJob> byNativeId = new ConcurrentHashMap<>();
  private final Map<JobId, TrackedJob> byId = new ConcurrentHashMap<>();

  /** Statuses of jobs whose submission has not been answered yet, or of somebody else's. */
  private final Map<String, JsonNode> early =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
          return size() > MOST_EARLY;
        }
      };

  private final DelayQueue<Look> looks = new DelayQueue<>();
  private final Thread looker;
  private volatile boolean closed;

  NativeJobs(String cluster, ObservationSink sink, PluginLink link, OutputStreams outputs) {
    this.cluster = cluster;
    this.sink = sink;
    this.link = link;
    this.outputs = outputs;
    this.looker = new Thread(this::look, "native-" + cluster + "-jobs");
    looker.setDaemon(true);
  }

  void begin() {
    looks.add(Look.atAll(LIST_INTERVAL));
    looker.start();
  }

  /** A plugin has begun to work: its stream is opened, and everything asked for. */
  void connected(Conversation conversation) {
    conversation.open(
        Conversation.request(RequestType.JOB_STATUS, ALL, ALL),
        new StreamListener() {
          @Override
          public void message(JsonNode message) {
            changed(message);
          }

          @Override
          public void failed(LauncherException failure) {
            if (failure.code() != ErrorCode.PLUGIN_RESTARTED) {
              LOG.warn(
                  "Cluster {}: the plugin does not tell of changes: {}; jobs are asked for every {} s",
                  cluster,
                  failure.getMessage(),
                  LIST_INTERVAL.toSeconds());
            }
          }
        });
    looks.add(Look.atAll(Duration.ZERO));
  }

  /** Takes a job that the plugin has. */
  TrackedJob track(JobId id, String nativeId, String owner) {
    TrackedJob job = new TrackedJob(id, nativeId, owner);
    JsonNode before;
    synchronized (early) {
      TrackedJob known = byNativeId.putIfAbsent(nativeId, job);
      if (known != null) {
        return known;
      }
      byId.put(id, job);
      before = early.remove(nativeId);
    }
    if (before != null) {
      changed(before);
    }
    return job;
  }

  /** A job whose statuses are followed. */
  Optional<TrackedJob> find(JobId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Has all jobs asked for soon. */
  void ask() {
    looks.add(Look.atAll(Duration.ZERO));
  }

  /** Has one job asked for soon. */
  void ask(TrackedJob job) {
    looks.add(Look.at(job, 0, Duration.ZERO));
  }

  void drop(JobId id) {
    TrackedJob job = byId.remove(id);
    if (job != null) {
      byNativeId.remove(job.nativeId(), job);
    }
  }

  /** By the thread that reads: nothing here may block. */
  private void changed(JsonNode message) {
    String nativeId = JobReading.id(message);
    TrackedJob job;
    synchronized (early) {
      job = byNativeId.get(nativeId);
      if (job == null) {
        early.put(nativeId, message);
        return;
      }
    }
    Optional<JobStatus> status = JobReading.status(message);
    if (status.isEmpty()) {
      ask(job);
    } else if (status.get().state().terminal()) {
      job.change(status.get().state());
      ask(job);
    } else {
      tell(job, status.get());
      if (status.get().state() == JobState.RUNNING && job.wantsDetails()) {
        ask(job);
      }
    }
  }

  private void tell(TrackedJob job, JobStatus status) {
    job.change(status.state());
    sink.report(new Observation.Known(job.id(), Instant.now(), job.completed(status)));
  }

  private void look() {
    try {
      while (!closed) {
        List<Look> due = new ArrayList<>();
        due.add(looks.take());
        looks.drainTo(due);
        look(due);
      }
    } catch (InterruptedException asked) {
      LOG.debug("Cluster {}: jobs are not watched any more", cluster, asked);
    }
  }

  private void look(List<Look> due) {
    boolean all = due.size() > MANY || due.stream().anyMatch(look -> look.job().isEmpty());
    try {
      if (all) {
        list(due);
      } else {
        due.forEach(this::lookAt);
      }
    } catch (LauncherException failure) {
      if (!closed) {
        LOG.debug("Cluster {}: jobs can't be asked for", cluster, failure);
        due.stream()
            .filter(look -> look.job().isPresent())
            .map(look -> look.in(RETRY))
            .forEach(looks::add);
      }
    } catch (RuntimeException fault) {
      LOG.error("Cluster {}: the plugin's jobs can't be read", cluster, fault);
    }
    if (due.stream().anyMatch(look -> look.job().isEmpty())
        && looks.stream().noneMatch(look -> look.job().isEmpty())) {
      looks.add(Look.atAll(LIST_INTERVAL));
    }
  }

  private void list(List<Look> due) {
    Map<TrackedJob, Long> before = new HashMap<>();
    byNativeId.values().forEach(job -> before.put(job, job.changes()));
    if (before.isEmpty()) {
      return;
    }
    Map<String, Integer> attempts = new HashMap<>();
    due.forEach(look -> look.job().ifPresent(job -> attempts.put(job.nativeId(), look.attempt())));
    ObjectNode request = Conversation.request(RequestType.GET_JOB, ALL, ALL);
    ArrayNode fields = request.putArray("fields");
    JobReading.STATUS_MEMBERS.forEach(fields::add);
    JsonNode jobs;
    try {
      jobs = link.ask(request).path("jobs");
    } catch (LauncherException failure) {
      before.keySet().forEach(job -> unknown(job, failure));
      throw failure;
    }
    Map<String, JsonNode> found = new HashMap<>();
    jobs.forEach(job -> found.put(JobReading.id(job), job));
    before.forEach(
        (job, changes) -> {
          JsonNode told = found.get(job.nativeId());
          if (told == null) {
            absent(job, "it is not in the list of all jobs that the cluster's plugin has");
          } else {
            take(job, told, changes, attempts.getOrDefault(job.nativeId(), 0));
          }
        });
  }

  private void lookAt(Look look) {
    TrackedJob job = look.job().orElseThrow();
    long changes = job.changes();
    try {
      JsonNode answer =
          link.ask(Conversation.request(RequestType.GET_JOB, job.owner(), job.nativeId()));
      take(job, answer.path("jobs").path(0), changes, look.attempt());
    } catch (LauncherException failure) {
      if (failure.code() == ErrorCode.JOB_NOT_FOUND) {
        absent(job, String.valueOf(failure.getMessage()));
      } else {
        unknown(job, failure);
        looks.add(look.in(RETRY));
      }
    }
  }

  private void take(TrackedJob job, JsonNode told, long changes, int attempt) {
    Optional<JobStatus> status = JobReading.status(told);
    if (status.isEmpty()) {
      sink.report(
          new Observation.Unknown(
              job.id(),
              Instant.now(),
              "the cluster's plugin names no state of the job that there is"));
    } else if (status.get().state().terminal()) {
      end(job, told, status.get(), attempt);
    } else if (job.changes() == changes) {
      tell(job, status.get());
    }
  }

  /** The exit code may come later than the end, and so may the last of the output. */
  private void end(TrackedJob job, JsonNode told, JobStatus status, int attempt) {
    job.change(status.state());
    boolean ran = status.state() == JobState.FINISHED || status.state() == JobState.KILLED;
    if (ran && status.exitCode().isEmpty() && attempt < EXIT_CODE_ATTEMPTS) {
      looks.add(Look.at(job, attempt + 1, EXIT_CODE_PAUSE));
    } else if (!outputs.settled(job.id())) {
      looks.add(Look.at(job, Math.max(attempt, EXIT_CODE_ATTEMPTS), OUTPUT_PAUSE));
    } else if (job.end()) {
      sink.report(
          new Observation.Known(
              job.id(),
              JobReading.lastUpdate(told).orElseGet(Instant::now),
              job.completed(status)));
      drop(job.id());
    }
  }

  private void absent(TrackedJob job, String evidence) {
    if (job.end()) {
      sink.report(new Observation.Absent(job.id(), Instant.now(), evidence));
      drop(job.id());
    }
  }

  private void unknown(TrackedJob job, LauncherException failure) {
    if (!closed) {
      sink.report(
          new Observation.Unknown(job.id(), Instant.now(), String.valueOf(failure.getMessage())));
    }
  }

  /** A job whose handle makes no sense. */
  void reportStrange(Collection<JobId> ids) {
    ids.forEach(
        id ->
            sink.report(
                new Observation.Unknown(
                    id, Instant.now(), "the plugin for native plugins can't read its handle")));
  }

  @Override
  public void close() {
    closed = true;
    looker.interrupt();
    try {
      looker.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
