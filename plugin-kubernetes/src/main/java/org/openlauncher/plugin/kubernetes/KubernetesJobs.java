package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.container.cluster.ClusterThreads;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The jobs that have not ended, when they are looked at, and how they are ended. What the watches
 * see is noted with the job; what a look makes of it is {@link JobJudgement}'s.
 */
final class KubernetesJobs {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesJobs.class);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(10);

  private final ApiServer api;
  private final JobNames names;
  private final ClusterThreads threads;
  private final JobTelling telling;
  private final EndedJobs endedJobs;
  private final JobJudgement judgement;
  private final Map<JobId, JobEntry> living = new ConcurrentHashMap<>();

  KubernetesJobs(
      ApiServer api,
      JobNames names,
      KubernetesOptions options,
      ClusterThreads threads,
      ObservationSink sink,
      EndedJobs endedJobs,
      CausesOfEnd causes) {
    this.api = api;
    this.names = names;
    this.threads = threads;
    this.telling = new JobTelling(sink);
    this.endedJobs = endedJobs;
    this.judgement = new JobJudgement(api, names, options, threads, this, causes);
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

  /** Looks at a job, soon and on another thread. Takes no lock and never blocks. */
  void lookSoon(JobEntry job) {
    if (job.queueLook()) {
      try {
        threads
            .looks()
            .execute(
                () -> {
                  job.beginLook();
                  look(job);
                });
      } catch (RejectedExecutionException closing) {
        // Whoever opens the cluster next looks.
      }
    }
  }

  void lookAfter(JobEntry job, Duration delay) {
    try {
      threads.timer().schedule(() -> lookSoon(job), delay.toMillis(), TimeUnit.MILLISECONDS);
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
        judgement.of(job);
      } catch (ApiFailure failure) {
        telling.unknown(job.id(), failure.getMessage());
        job.setDoubtful();
        lookAfter(job, LATER);
      } catch (IOException | RuntimeException fault) {
        LOG.error("Job {} can't be looked at", job.id(), fault);
        telling.unknown(job.id(), "The job can't be looked at: " + fault);
        job.setDoubtful();
        lookAfter(job, AFTER_FAULT);
      }
    }
  }

  /** Notes how the job's pod is by now, where it is known. */
  void refresh(JobEntry job) {
    job.pod()
        .map(PodView::new)
        .flatMap(pod -> api.find(names.pod(pod.name())))
        .filter(job::isPodOf)
        .ifPresent(job::pod);
  }

  /** Notes the pod of a job whose news were told before it was known here. */
  void adopt(JobEntry job) {
    if (job.pod().isEmpty()) {
      JsonNode list =
          api.get(
              names.core("pods")
                  + "?labelSelector="
                  + ApiServer.encoded(JobNames.JOB + "=" + job.id().value()));
      list.path("items")
          .valueStream()
          .filter(job::isPodOf)
          .min(
              Comparator.comparing(
                  pod -> pod.path("metadata").path("creationTimestamp").asString("")))
          .ifPresent(pod -> notePod(job, pod));
    }
    lookSoon(job);
  }

  /** Notes how the job's pod is by now; the first one that is seen is the only one. */
  void notePod(JobEntry job, JsonNode pod) {
    if (job.pod().isEmpty()) {
      try {
        job.folder().pod(JobEntry.uid(pod));
      } catch (IOException failure) {
        LOG.warn("The pod of job {} can't be written down: {}", job.id(), failure.toString());
      }
    }
    job.pod(pod);
  }

  /** The job has ended: it is told, and its objects are removed in good time. */
  void end(JobEntry job, JobStatus status, Instant at) {
    boolean unfinished = job.pod().map(PodView::new).filter(PodView::ended).isEmpty();
    telling.ended(job, status, at);
    living.remove(job.id(), job);
    endedJobs.add(job.id(), unfinished ? Instant.EPOCH : at);
    if (unfinished) {
      // To the cluster it is none that has ended: it would go on trying.
      removeSoon(job.id());
    }
  }

  private void removeSoon(JobId id) {
    try {
      threads.looks().execute(() -> endedJobs.remove(id));
    } catch (RejectedExecutionException closing) {
      // Whoever opens the cluster next removes it.
    }
  }

  /** Kills a job at a time, unless it has ended by then. */
  void killAt(JobEntry job, Instant at) {
    long delay = Math.max(0, Duration.between(Instant.now(), at).toMillis());
    try {
      job.kill(
          threads
              .timer()
              .schedule(
                  () -> threads.looks().execute(() -> killNow(job)), delay, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException closing) {
      // The time is written down for whoever opens the cluster next.
    }
  }

  private void killNow(JobEntry job) {
    if (job.ended()) {
      return;
    }
    try {
      kill(job);
    } catch (ApiFailure failure) {
      killAt(job, Instant.now().plus(LATER));
    }
  }

  /** Ends all processes of a job; where no command can be run in its pod, with the pod. */
  void kill(JobEntry job) {
    try {
      signal(job, "kill");
    } catch (ApiFailure noCommand) {
      LOG.info(
          "Job {} is killed by deleting it, since no command can be run in its pod: {}",
          job.id(),
          noCommand.getMessage());
      ObjectNode options = Json.MAPPER.createObjectNode();
      options.put("propagationPolicy", "Background");
      api.delete(names.job(job.id()), options);
      ObjectNode quickly = Json.MAPPER.createObjectNode();
      quickly.put("gracePeriodSeconds", 1);
      job.pod().map(PodView::new).ifPresent(pod -> api.delete(names.pod(pod.name()), quickly));
    }
  }

  void signal(JobEntry job, String what) {
    adopt(job);
    PodView pod =
        job.pod()
            .map(PodView::new)
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.INVALID_JOB_STATE,
                        "the cluster has no pod of job " + job.id() + " any more"));
    run(pod, "signal", what);
  }

  /** What is made of a command of the first program's in a job's pod. */
  String run(PodView pod, String... command) {
    List<String> whole = new ArrayList<>(List.of(JobObjects.PROGRAM));
    whole.addAll(List.of(command));
    return api.execute(names.pod(pod.name()), JobObjects.CONTAINER, whole);
  }

  /** Lets go of all jobs, and stops none. */
  void close() {
    living.values().forEach(JobEntry::closeLog);
  }
}
