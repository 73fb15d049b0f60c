package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openlauncher.api.job.JobId;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiRefusal;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.ApiUnreachableException;
import org.openlauncher.plugin.kubernetes.api.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes from the cluster what nobody needs any more: Jobs of ended jobs, some time after their
 * end, what was begun of jobs that the cluster did not take, and Jobs that carry our marks and that
 * nobody here knows. A few in each round, the oldest first.
 */
final class EndedJobs {
  private static final Logger LOG = LoggerFactory.getLogger(EndedJobs.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int AT_A_TIME = 100;

  private final ApiServer api;
  private final JobNames names;
  private final Path jobsFolder;
  private final Duration kept;
  private final Duration unknownFor;
  private final Map<JobId, Instant> ended = new ConcurrentHashMap<>();
  private final Set<JobId> withdrawn = ConcurrentHashMap.newKeySet();
  private final Map<JobId, Instant> unknown = new ConcurrentHashMap<>();

  /**
   * @param kept how long after its end a Job is kept
   * @param unknownFor how long a Job is kept that nobody knows
   */
  EndedJobs(ApiServer api, JobNames names, Path jobsFolder, Duration kept, Duration unknownFor) {
    this.api = api;
    this.names = names;
    this.jobsFolder = jobsFolder;
    this.kept = kept;
    this.unknownFor = unknownFor;
  }

  /** Between two rounds. */
  Duration pause() {
    return kept.compareTo(LONGEST_PAUSE) < 0 ? Duration.ofSeconds(5) : LONGEST_PAUSE;
  }

  /** A job has ended; its Job goes in good time. */
  void add(JobId id, Instant at) {
    ended.put(id, at);
  }

  /** What ended before the launcher was started. */
  void load() {
    List<JobId> ids;
    try (Stream<Path> folders = Files.list(jobsFolder)) {
      ids =
          folders
              .map(folder -> JobId.parse(folder.getFileName().toString()))
              .flatMap(java.util.Optional::stream)
              .toList();
    } catch (IOException failure) {
      LOG.warn("The folder {} can't be read: {}", jobsFolder, failure.toString());
      return;
    }
    for (JobId id : ids) {
      JobFolder folder = new JobFolder(jobsFolder, id);
      if (folder.isInCluster()) {
        folder
            .end()
            .ifPresentOrElse(
                end -> add(id, JobTelling.endedAt(end)),
                () -> {
                  if (!folder.isSubmitted()) {
                    withdrawn.add(id);
                  }
                });
      }
    }
  }

  /**
   * All Jobs of this cluster were seen.
   *
   * @param living whether a job is watched
   */
  void seen(Set<JobId> jobs, Predicate<JobId> living) {
    unknown.keySet().retainAll(jobs);
    for (JobId id : jobs) {
      if (!living.test(id) && !new JobFolder(jobsFolder, id).exists()) {
        unknown.putIfAbsent(id, Instant.now());
      } else {
        unknown.remove(id);
      }
    }
  }

  /** A job is being given to the cluster: nothing of it is withdrawn any more. */
  void keep(JobId id) throws IOException {
    withdrawn.remove(id);
    new JobFolder(jobsFolder, id).removedFromCluster();
  }

  /**
   * Removes what was begun of a job that the cluster was not given in the end, and what is kept of
   * it here. There is no Job of it.
   *
   * @return whether nothing is left; else the next rounds go on with it
   */
  boolean withdraw(JobId id) {
    try {
      removeWithdrawn(id);
      return true;
    } catch (ApiFailure | IOException failure) {
      LOG.info("What was begun of job {} can't be removed yet: {}", id, failure.getMessage());
      withdrawLater(id);
      return false;
    }
  }

  /** One at a time, so that no removal is under way when the job is begun again. */
  private synchronized void removeWithdrawn(JobId id) throws IOException {
    api.delete(names.secret(id), Json.MAPPER.createObjectNode());
    try {
      api.delete(names.service(id), Json.MAPPER.createObjectNode());
    } catch (ApiRefusal refusal) {
      // Who may not remove a Service could not make one either.
      if (!refusal.forbidden()) {
        throw refusal;
      }
    }
    new JobFolder(jobsFolder, id).delete();
    withdrawn.remove(id);
  }

  /** The same, as soon as the cluster can be asked again. */
  void withdrawLater(JobId id) {
    withdrawn.add(id);
    try {
      JobFolder folder = new JobFolder(jobsFolder, id);
      if (folder.exists()) {
        folder.withdrawn();
      }
    } catch (IOException full) {
      LOG.warn("It can't be written down that job {} is withdrawn: {}", id, full.toString());
    }
  }

  /** Removes what is due, until the cluster can't be asked. */
  void round(Predicate<JobId> living) {
    try {
      for (JobId id : withdrawn.stream().limit(AT_A_TIME).toList()) {
        withdrawAgain(id);
      }
      due(ended, kept).forEach(this::removeDue);
      due(unknown, unknownFor).stream()
          .filter(id -> !living.test(id) && !new JobFolder(jobsFolder, id).exists())
          .forEach(
              id -> {
                LOG.warn(
                    "Nobody here knows job {}, whose Job is in the cluster; it is removed", id);
                removeDue(id);
              });
    } catch (ApiUnreachableException later) {
      LOG.info("What nobody needs in the cluster stays there for now: {}", later.getMessage());
    }
  }

  private static List<JobId> due(Map<JobId, Instant> jobs, Duration after) {
    Instant now = Instant.now();
    return jobs.entrySet().stream()
        .filter(entry -> entry.getValue().plus(after).isBefore(now))
        .sorted(Map.Entry.comparingByValue())
        .limit(AT_A_TIME)
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized void withdrawAgain(JobId id) {
    if (withdrawn.contains(id)) {
      try {
        removeWithdrawn(id);
      } catch (ApiRefusal | IOException failure) {
        LOG.info("What was begun of job {} can't be removed yet: {}", id, failure.getMessage());
      }
    }
  }

  private void removeDue(JobId id) {
    try {
      removeNow(id);
    } catch (ApiRefusal | IOException failure) {
      LOG.info("The objects of job {} can't be removed yet: {}", id, failure.getMessage());
    }
  }

  /** Removes the objects of a job now; where that fails, the next round does. */
  boolean remove(JobId id) {
    try {
      removeNow(id);
      return true;
    } catch (ApiFailure | IOException failure) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.info("The objects of job {} can't be removed yet: {}", id, failure.getMessage());
      }
      return false;
    }
  }

  private void removeNow(JobId id) throws IOException {
    ObjectNode options = Json.MAPPER.createObjectNode();
    options.put("propagationPolicy", "Background");
    api.delete(names.job(id), options);
    api.delete(names.secret(id), Json.MAPPER.createObjectNode());
    JobFolder folder = new JobFolder(jobsFolder, id);
    if (folder.exists()) {
      folder.removedFromCluster();
    }
    ended.remove(id);
    unknown.remove(id);
  }
}
