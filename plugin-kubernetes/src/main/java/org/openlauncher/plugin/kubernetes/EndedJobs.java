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
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes from the cluster what nobody needs any more: Jobs of ended jobs, some time after their
 * end, and Jobs that carry our marks and that nobody here knows. A few in each round, the oldest
 * first.
 */
final class EndedJobs {
  private static final Logger LOG = LoggerFactory.getLogger(EndedJobs.class);
  private static final Duration UNKNOWN_FOR = Duration.ofMinutes(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int AT_A_TIME = 100;

  private final ApiServer api;
  private final JobNames names;
  private final Path jobsFolder;
  private final Duration kept;
  private final Map<JobId, Instant> ended = new ConcurrentHashMap<>();
  private final Map<JobId, Instant> unknown = new ConcurrentHashMap<>();

  /**
   * @param kept how long after its end a Job is kept
   */
  EndedJobs(ApiServer api, JobNames names, Path jobsFolder, Duration kept) {
    this.api = api;
    this.names = names;
    this.jobsFolder = jobsFolder;
    this.kept = kept;
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
        folder.end().ifPresent(end -> add(id, JobTelling.endedAt(end)));
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

  /** Removes what is due. */
  void round(Predicate<JobId> living) {
    Instant now = Instant.now();
    ended.entrySet().stream()
        .filter(entry -> entry.getValue().plus(kept).isBefore(now))
        .sorted(Map.Entry.comparingByValue())
        .limit(AT_A_TIME)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::remove);
    unknown.entrySet().stream()
        .filter(entry -> entry.getValue().plus(UNKNOWN_FOR).isBefore(now))
        .map(Map.Entry::getKey)
        .filter(id -> !living.test(id) && !new JobFolder(jobsFolder, id).exists())
        .limit(AT_A_TIME)
        .toList()
        .forEach(
            id -> {
              LOG.warn("Nobody here knows job {}, whose Job is in the cluster; it is removed", id);
              remove(id);
            });
  }

  /** Removes the objects of a job now; where that fails, the next round does. */
  boolean remove(JobId id) {
    try {
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
      return true;
    } catch (ApiFailure | IOException failure) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.info("The objects of job {} can't be removed yet: {}", id, failure.getMessage());
      }
      return false;
    }
  }
}
