package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.container.cluster.ClusterThreads;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.Json;
import org.openlauncher.plugin.kubernetes.output.LogFollower;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What is made of all that is noted of a job: it is told how it stands, its output is followed, and
 * where it has ended, it is ended as soon as all is there.
 */
final class JobJudgement {
  private static final Logger LOG = LoggerFactory.getLogger(JobJudgement.class);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration LOG_IS_LATE = Duration.ofSeconds(5);
  private static final Duration WORD_IS_LATE = Duration.ofSeconds(5);
  private static final Duration OUTPUT_IS_LATE = Duration.ofSeconds(20);
  private static final Duration MAKING_FAILS = Duration.ofSeconds(30);
  private static final Duration SECRET_AGAIN = Duration.ofSeconds(10);

  private final ApiServer api;
  private final JobNames names;
  private final KubernetesOptions options;
  private final ClusterThreads threads;
  private final KubernetesJobs jobs;
  private final CausesOfEnd causes;

  JobJudgement(
      ApiServer api,
      JobNames names,
      KubernetesOptions options,
      ClusterThreads threads,
      KubernetesJobs jobs,
      CausesOfEnd causes) {
    this.api = api;
    this.names = names;
    this.options = options;
    this.threads = threads;
    this.jobs = jobs;
    this.causes = causes;
  }

  /** Tells how a job stands. Whoever calls holds the job. */
  void of(JobEntry job) throws IOException {
    Optional<PodView> pod = job.pod().map(PodView::new);
    if (pod.isEmpty()) {
      withoutPod(job);
    } else if (pod.get().state().has("terminated") || pod.get().ended() || job.podGone()) {
      ended(job, pod.get());
    } else if (pod.get().state().has("running")) {
      running(job, pod.get());
    } else {
      pending(job, pod.get());
    }
  }

  private void withoutPod(JobEntry job) {
    Optional<JsonNode> failed = job.job().flatMap(StatusTranslation::failure);
    if (failed.isPresent() || job.jobGone()) {
      // The watch of Jobs may be ahead of that of pods, above all when a launcher begins.
      jobs.adopt(job);
      if (job.pod().isPresent()) {
        return;
      }
    }
    if (failed.isPresent()) {
      jobs.end(job, StatusTranslation.jobFailed(failed.get()), Instant.now());
    } else if (job.jobGone()) {
      jobs.end(
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

  /** A job that ran never goes back to waiting, whatever a late look may make of it. */
  private void told(JobEntry job, JobStatus status, Instant at) {
    if (job.state() == JobState.RUNNING && status.state() == JobState.PENDING) {
      return;
    }
    jobs.telling().known(job, status, at);
  }

  private void pending(JobEntry job, PodView pod) {
    Optional<JobStatus> accounts = StatusTranslation.accountsFailed(pod);
    if (accounts.isPresent()) {
      jobs.end(job, accounts.get(), Instant.now());
      return;
    }
    Waiting waiting = Waiting.of(pod).after(job.waiting());
    job.waiting(waiting);
    if (!waiting.inTrouble()) {
      job.setGoesOn();
    } else {
      Duration patience = waiting.forImage() ? options.pullTimeout() : MAKING_FAILS;
      Duration waited = Duration.between(job.waitsSince(), Instant.now());
      Optional<JobStatus> hopeless =
          StatusTranslation.hopeless(pod, waiting, waited.compareTo(patience) >= 0);
      if (hopeless.isPresent()) {
        jobs.end(job, pod.node().map(hopeless.get()::onHost).orElse(hopeless.get()), Instant.now());
        return;
      }
      jobs.lookAfter(job, patience.minus(waited).plus(LATER));
    }
    told(job, StatusTranslation.pending(pod, waiting), Instant.now());
  }

  private void running(JobEntry job, PodView pod) {
    LogFollower log = log(job, pod);
    Instant startedAt = PodView.time(pod.state().path("running"), "startedAt");
    boolean late = Duration.between(startedAt, Instant.now()).compareTo(LOG_IS_LATE) > 0;
    if (!log.started() && !late && job.state() == JobState.PENDING) {
      // That the program was started is told by the log, where it can be had.
      jobs.lookAfter(job, LATER);
      return;
    }
    removeSecret(job);
    boolean silent = pod.nodeIsSilent();
    if (job.nodeTurns(silent)) {
      if (silent) {
        jobs.telling()
            .unknown(
                job.id(),
                "Node "
                    + pod.node().orElse("")
                    + " does not answer the cluster; whether the job still runs is not known.");
      }
      job.setDoubtful();
    }
    if (!silent || job.state() == JobState.PENDING) {
      jobs.telling().known(job, StatusTranslation.running(pod), startedAt);
    }
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
            () -> jobs.lookSoon(job));
    job.log(log);
    log.follow();
    return log;
  }

  /**
   * What the pod has started from is not needed any more; and another pod, which the cluster may
   * make when this one is deleted, can't start without it.
   */
  private void removeSecret(JobEntry job) {
    if (job.secretRemoved()) {
      return;
    }
    try {
      api.delete(names.secret(job.id()), Json.MAPPER.createObjectNode());
      job.setSecretRemoved();
    } catch (ApiFailure failure) {
      LOG.info("The Secret of job {} can't be removed yet: {}", job.id(), failure.getMessage());
      jobs.lookAfter(job, SECRET_AGAIN);
    }
  }

  /** The end is told when all output is there, or can't be had any more. */
  private void ended(JobEntry job, PodView pod) throws IOException {
    boolean told = pod.state().has("terminated");
    boolean ran = job.state() == JobState.RUNNING || pod.state().has("running");
    if (told || ran) {
      if (!job.podGone()) {
        log(job, pod).end();
      }
      boolean outputComes = !outputIsLate(job) && !log(job, pod).complete();
      boolean wordComes = !told && awaitsWord(job, pod);
      if (!job.podGone() && (outputComes || wordComes)) {
        jobs.lookAfter(job, LATER);
        return;
      }
      note(job, pod);
      removeSecret(job);
    }
    Optional<JobStatus> cause = causes.of(job, pod);
    if (told) {
      jobs.end(
          job,
          StatusTranslation.ended(pod, job.state() == JobState.RUNNING, cause),
          PodView.time(pod.state().path("terminated"), "finishedAt"));
    } else if (pod.ended()) {
      jobs.end(job, StatusTranslation.endedAsAWhole(pod, ran, cause), Instant.now());
    } else {
      jobs.end(job, StatusTranslation.gone(pod, ran, cause), Instant.now());
    }
  }

  /** A node may tell that a pod has ended, and only then how its container did. */
  private static boolean awaitsWord(JobEntry job, PodView pod) {
    return StatusTranslation.cause(pod).isEmpty()
        && Duration.between(job.endSeen(), Instant.now()).compareTo(WORD_IS_LATE) < 0;
  }

  /** Much output takes long to read: late is only that of which nothing comes. */
  private static boolean outputIsLate(JobEntry job) {
    Instant heard = job.log().map(LogFollower::heardAt).orElse(Instant.EPOCH);
    Instant since = heard.isAfter(job.endSeen()) ? heard : job.endSeen();
    return Duration.between(since, Instant.now()).compareTo(OUTPUT_IS_LATE) > 0;
  }

  private void note(JobEntry job, PodView pod) throws IOException {
    List<String> notes =
        new ArrayList<>(
            pod.accountsState()
                .path("terminated")
                .path("message")
                .asString("")
                .lines()
                .filter(line -> line.startsWith("warning "))
                .map(line -> line.substring("warning ".length()))
                .toList());
    boolean complete = job.log().map(LogFollower::complete).orElse(false);
    String trouble = job.log().map(LogFollower::trouble).orElse("");
    if (!complete || !trouble.isEmpty()) {
      notes.add(
          "The end of the output may be missing: "
              + (trouble.isEmpty() ? "the pod was removed." : trouble));
    }
    if (!notes.isEmpty()) {
      job.folder().notes(notes);
    }
  }
}
