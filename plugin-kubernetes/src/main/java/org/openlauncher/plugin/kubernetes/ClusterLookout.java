package org.openlauncher.plugin.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiRefusal;
import org.openlauncher.plugin.kubernetes.api.ResourceWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Takes in what the two watches of the cluster see, the one of Jobs and the one of their pods, and
 * tells how the cluster is.
 */
final class ClusterLookout {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLookout.class);

  private final JobNames names;
  private final KubernetesJobs jobs;
  private final ObservationSink sink;
  private final EndedJobs endedJobs;
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private final ClusterCounters.Gauge podsHeard;
  private final ClusterCounters.Gauge jobsHeard;
  private final Set<JobId> secondPods = ConcurrentHashMap.newKeySet();
  private @Nullable ClusterHealth told;

  ClusterLookout(
      JobNames names,
      KubernetesJobs jobs,
      ObservationSink sink,
      EndedJobs endedJobs,
      ClusterCounters counters) {
    this.names = names;
    this.jobs = jobs;
    this.sink = sink;
    this.endedJobs = endedJobs;
    this.podsHeard = counters.gauge(heard("pods"));
    this.jobsHeard = counters.gauge(heard("jobs"));
  }

  private static CounterName heard(String resource) {
    return new CounterName(
        "kubernetes_watch_heard_seconds",
        "When the API server's watch last told something, in seconds since 1970; it does so about"
            + " every minute.",
        Map.of("resource", resource));
  }

  /** Hears of pods. */
  ResourceWatch.Listener pods() {
    return new ResourceWatch.Listener() {
      @Override
      public void heard() {
        podsHeard.set(Instant.now().getEpochSecond());
      }

      @Override
      public void listed(List<JsonNode> all) {
        Instant now = Instant.now();
        Set<JobId> seen = new HashSet<>();
        all.forEach(
            pod -> {
              names.job(pod).ifPresent(seen::add);
              podChanged(pod, false);
            });
        for (JobEntry job : jobs.all()) {
          if (!seen.contains(job.id()) && job.since().isBefore(now) && job.pod().isPresent()) {
            job.setPodGone();
          }
          jobs.lookSoon(job);
        }
        well("pods");
      }

      @Override
      public void changed(JsonNode pod) {
        well("pods");
        podChanged(pod, false);
      }

      @Override
      public void deleted(JsonNode pod) {
        podChanged(pod, true);
      }

      @Override
      public void failed(ApiFailure failure) {
        trouble("pods", failure);
      }
    };
  }

  private void podChanged(JsonNode pod, boolean gone) {
    Optional<JobEntry> entry = names.job(pod).flatMap(jobs::find);
    if (entry.isEmpty()) {
      return;
    }
    JobEntry job = entry.get();
    if (!job.isPodOf(pod)) {
      if (secondPods.add(job.id())) {
        LOG.warn("The cluster made a second pod for job {}; it is not let start", job.id());
        endedJobs.remove(job.id());
      }
      return;
    }
    jobs.notePod(job, pod);
    if (gone) {
      job.setPodGone();
    }
    jobs.lookSoon(job);
  }

  /** Hears of Jobs. */
  ResourceWatch.Listener jobObjects() {
    return new ResourceWatch.Listener() {
      @Override
      public void heard() {
        jobsHeard.set(Instant.now().getEpochSecond());
      }

      @Override
      public void listed(List<JsonNode> all) {
        Instant now = Instant.now();
        Set<JobId> seen = new HashSet<>();
        all.forEach(
            object -> {
              names.job(object).ifPresent(seen::add);
              changed(object);
            });
        for (JobEntry job : jobs.all()) {
          if (!seen.contains(job.id())
              && job.since().plus(SUBMISSION).isBefore(now)
              && job.folder().isSubmitted()) {
            job.setJobGone();
            jobs.lookSoon(job);
          }
        }
        endedJobs.seen(seen, id -> jobs.find(id).isPresent());
        well("jobs");
      }

      @Override
      public void changed(JsonNode object) {
        well("jobs");
        names
            .job(object)
            .flatMap(jobs::find)
            .ifPresent(
                job -> {
                  job.job(object);
                  jobs.lookSoon(job);
                });
      }

      @Override
      public void deleted(JsonNode object) {
        names
            .job(object)
            .flatMap(jobs::find)
            .ifPresent(
                job -> {
                  job.setJobGone();
                  jobs.lookSoon(job);
                });
      }

      @Override
      public void failed(ApiFailure failure) {
        trouble("jobs", failure);
      }
    };
  }

  /** A list may be older than the answer to a submission. */
  private static final Duration SUBMISSION = Duration.ofSeconds(5);

  private void well(String what) {
    troubles.remove(what);
    tellHealth();
  }

  private void trouble(String what, ApiFailure failure) {
    troubles.put(
        what,
        (failure instanceof ApiRefusal refusal && refusal.forbidden() ? "!" : "?")
            + failure.getMessage());
    tellHealth();
    for (JobEntry job : jobs.all()) {
      job.setDoubtful();
      jobs.telling().unknown(job.id(), failure.getMessage());
    }
  }

  private synchronized void tellHealth() {
    Optional<String> worst = troubles.values().stream().sorted().findFirst();
    ClusterHealth health =
        worst
            .map(
                text ->
                    new ClusterHealth(
                        text.startsWith("!") ? ClusterHealth.Level.RED : ClusterHealth.Level.YELLOW,
                        text.substring(1)))
            .orElse(ClusterHealth.GREEN);
    if (!health.equals(told)) {
      told = health;
      sink.health(health);
    }
  }
}
