package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.container.cluster.ClusterThreads;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.Json;
import org.openlauncher.plugin.kubernetes.output.LogFollower;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The jobs that have not ended. What the watches see is noted with the job; a look at it then says
 * how it stands, from all that is noted.
 */
final class KubernetesJobs {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesJobs.class);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration LOG_IS_LATE = Duration.ofSeconds(5);
  private static final Duration OUTPUT_IS_LATE = Duration.ofSeconds(20);
  private static final Duration MAKING_FAILS = Duration.ofSeconds(30);

  private final ApiServer api;
  private final JobNames names;
  private final KubernetesOptions options;
  private final ClusterThreads threads;
  private final JobTelling telling;
  private final EndedJobs endedJobs;
  private final PodEvents events;
  private final Map<JobId, JobEntry> living = new ConcurrentHashMap<>();

  KubernetesJobs(
      ApiServer api,
      JobNames names,
      KubernetesOptions options,
      ClusterThreads threads,
      ObservationSink sink,
      EndedJobs endedJobs,
      PodEvents events) {
    this.api = api;
    this.names = names;
    this.options = options;
    this.threads = threads;
    this.telling = new JobTelling(sink);
    this.endedJobs = endedJobs;
    this.events = events;
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
        lookClosely(job);
      } catch (ApiFailure failure) {
        telling.unknown(job.id(), failure.getMessage());
        job.setDoubtful();
        lookAfter(job, LATER);
      } catch (IOException | RuntimeException fault) {
        LOG.error("Job {} can't be looked at", job.id(), fault);
        telling.unknown(job.id(), "The job can't be looked at: " + fault);
        job.setDoubtful();
      }
    }
  }

  private void lookClosely(JobEntry job) throws IOException {
    Optional<PodView> pod = job.pod().map(PodView::new);
    if (pod.isEmpty()) {
      withoutPod(job);
    } else if (pod.get().state().has("terminated")) {
      ended(job, pod.get());
    } else if (pod.get().ended() || job.podGone()) {
      endedWithoutWord(job, pod.get());
    } else if (pod.get().state().has("running")) {
      running(job, pod.get());
    } else {
      pending(job, pod.get());
    }
  }

  private void withoutPod(JobEntry job) {
    Optional<JsonNode> failed =
        job.job()
            .flatMap(
                object ->
                    object
                        .path("status")
                        .path("conditions")
                        .valueStream()
                        .filter(
                            condition ->
                                condition.path("type").asString("").equals("Failed")
                                    && condition.path("status").asString("").equals("True"))
                        .findFirst());
    if (failed.isPresent()) {
      end(job, StatusTranslation.jobFailed(failed.get()), Instant.now());
    } else if (job.jobGone()) {
      end(
          job,
          JobStatus.of(job.state() == JobState.PENDING ? JobState.FAILED : JobState.KILLED)
              .because(
                  StatusCode.VANISHED,
                  "Somebody has removed the Job in the cluster; how it ended is not known."),
          Instant.now());
    } else {
      boolean suspended =
          job.job()
              .map(object -> object.path("spec").path("suspend").asBoolean(false))
              .orElse(false);
      told(
          job,
          JobStatus.of(JobState.PENDING)
              .because(
                  suspended ? StatusCode.HELD : StatusCode.QUEUED,
                  suspended ? "The Job is suspended: its queue has not let it in yet." : ""),
          Instant.now());
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
              java.util.Comparator.comparing(
                  pod -> pod.path("metadata").path("creationTimestamp").asString("")))
          .ifPresent(job::pod);
    }
    lookSoon(job);
  }

  /** A job that ran never goes back to waiting, whatever a late look may make of it. */
  private void told(JobEntry job, JobStatus status, Instant at) {
    if (job.state() == JobState.RUNNING && status.state() == JobState.PENDING) {
      return;
    }
    telling.known(job, status, at);
  }

  private void pending(JobEntry job, PodView pod) {
    Optional<JobStatus> accounts = StatusTranslation.accountsFailed(pod);
    if (accounts.isPresent()) {
      end(job, accounts.get(), Instant.now());
      return;
    }
    String reason = StatusTranslation.waiting(pod).path("reason").asString("");
    boolean trouble =
        !reason.isEmpty()
            && !reason.equals("ContainerCreating")
            && !reason.equals("PodInitializing");
    if (!trouble) {
      job.setGoesOn();
    } else {
      Duration patience = reason.contains("Image") ? options.pullTimeout() : MAKING_FAILS;
      Duration waited = Duration.between(job.waitsSince(), Instant.now());
      Optional<JobStatus> hopeless =
          StatusTranslation.hopeless(pod, waited.compareTo(patience) >= 0);
      if (hopeless.isPresent()) {
        end(job, pod.node().map(hopeless.get()::onHost).orElse(hopeless.get()), Instant.now());
        return;
      }
      lookAfter(job, patience.minus(waited).plus(LATER));
    }
    told(job, StatusTranslation.pending(pod), Instant.now());
  }

  private void running(JobEntry job, PodView pod) {
    LogFollower log = log(job, pod);
    Instant startedAt = PodView.time(pod.state().path("running"), "startedAt");
    boolean late = Duration.between(startedAt, Instant.now()).compareTo(LOG_IS_LATE) > 0;
    if (!log.started() && !late && job.state() == JobState.PENDING) {
      // That the program was started is told by the log, where it can be had.
      lookAfter(job, LATER);
      return;
    }
    removeSecret(job);
    telling.known(job, StatusTranslation.running(pod), startedAt);
  }

  private LogFollower log(JobEntry job, PodView pod) {
    Optional<LogFollower> present = job.log();
    if (present.isPresent()) {
      return present.get();
    }
    LogFollower log =
        new LogFollower(
            api,
            names.pod(pod.name()) + "/log?container=" + JobObjects.CONTAINER,
            job.folder().output(),
            job.folder().index(),
            threads.timer(),
            () -> lookSoon(job));
    job.log(log);
    log.follow();
    return log;
  }

  /**
   * What the pod has started from is not needed any more; and another pod, which the cluster may
   * make when this one is deleted, can't start without it.
   */
  private void removeSecret(JobEntry job) {
    if (!job.secretRemoved()) {
      job.setSecretRemoved();
      try {
        api.delete(names.secret(job.id()), Json.MAPPER.createObjectNode());
      } catch (ApiFailure failure) {
        LOG.info(
            "The Secret of job {} stays until its Job goes: {}", job.id(), failure.getMessage());
      }
    }
  }

  private void ended(JobEntry job, PodView pod) throws IOException {
    JobStatus status = StatusTranslation.ended(pod, job.state() == JobState.RUNNING);
    LogFollower log = log(job, pod);
    if (!job.podGone()) {
      log.end();
    }
    boolean late =
        Duration.between(job.endSeen(), Instant.now()).compareTo(OUTPUT_IS_LATE) > 0
            || job.podGone();
    if (!log.complete() && !late) {
      lookAfter(job, LATER);
      return;
    }
    note(job, pod, log);
    removeSecret(job);
    end(job, status, PodView.time(pod.state().path("terminated"), "finishedAt"));
  }

  private void note(JobEntry job, PodView pod, LogFollower log) throws IOException {
    java.util.List<String> notes =
        new java.util.ArrayList<>(
            pod.accountsState()
                .path("terminated")
                .path("message")
                .asString("")
                .lines()
                .filter(line -> line.startsWith("warning "))
                .map(line -> line.substring("warning ".length()))
                .toList());
    if (!log.complete() || !log.trouble().isEmpty()) {
      notes.add(
          "The end of the output may be missing: "
              + (log.trouble().isEmpty() ? "the pod was removed." : log.trouble()));
    }
    if (!notes.isEmpty()) {
      job.folder().notes(notes);
    }
  }

  private void endedWithoutWord(JobEntry job, PodView pod) {
    boolean ran = job.state() == JobState.RUNNING || pod.state().has("running");
    if (pod.ended()) {
      end(job, StatusTranslation.endedAsAWhole(pod, ran), Instant.now());
      return;
    }
    Optional<String> event = events.causeOfEnd(pod);
    end(job, StatusTranslation.gone(pod, ran, event), Instant.now());
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
