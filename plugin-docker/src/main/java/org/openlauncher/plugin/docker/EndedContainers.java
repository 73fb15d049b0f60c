package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.openlauncher.api.job.JobId;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import org.openlauncher.plugin.docker.engine.EngineUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Removes the containers of ended jobs, some at a time. It goes by what the launcher wrote down
 * when it made them, never by what containers say of themselves, so that somebody else's is not
 * touched whatever its name and labels are.
 */
final class EndedContainers {
  private static final Logger LOG = LoggerFactory.getLogger(EndedContainers.class);
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
  private static final Duration SHORTEST_ROUND = Duration.ofSeconds(1);

  private final EngineClient engine;
  private final JobLabels labels;
  private final Path jobs;
  private final Path forgotten;
  private final Duration keep;
  private final int atATime;
  private final Map<JobId, Instant> due = new ConcurrentHashMap<>();

  /**
   * @param jobs the folder of all jobs
   * @param forgotten holds a file for each container whose job is forgotten already
   * @param keep how long a container is kept after the end
   * @param atATime how many are removed in one round, of either kind
   */
  EndedContainers(
      EngineClient engine,
      JobLabels labels,
      Path jobs,
      Path forgotten,
      Duration keep,
      int atATime) {
    this.engine = engine;
    this.labels = labels;
    this.jobs = jobs;
    this.forgotten = forgotten;
    this.keep = keep;
    this.atATime = atATime;
  }

  /** How long it is from one round to the next. */
  Duration pause() {
    if (keep.compareTo(SHORTEST_ROUND) < 0) {
      return SHORTEST_ROUND;
    }
    return keep.compareTo(LONGEST_ROUND) < 0 ? keep : LONGEST_ROUND;
  }

  /** The container of a job that has ended is to be removed in good time. */
  void add(JobId id, Instant ended) {
    due.put(id, ended.plus(keep));
  }

  /** Takes up the jobs that had ended in an earlier life. */
  void load() {
    for (JobId id : JobFolder.all(jobs)) {
      JobFolder folder = new JobFolder(jobs, id);
      Optional<JsonNode> end = folder.end();
      if (end.isPresent() && folder.container().isPresent()) {
        add(id, JobTelling.endedAt(end.get()));
      }
    }
  }

  /** Removes what is due, as far as the engine answers. */
  void sweep() {
    try {
      sweepForgotten();
      sweepDue();
    } catch (EngineUnreachableException failure) {
      LOG.debug("Ended containers can't be removed now: {}", failure.getMessage());
    } catch (IOException | UncheckedIOException failure) {
      LOG.warn("Ended containers can't be removed now: {}", failure.toString());
    }
  }

  private void sweepDue() throws IOException {
    Instant now = Instant.now();
    List<JobId> ready =
        due.entrySet().stream()
            .filter(entry -> entry.getValue().isBefore(now))
            .sorted(Map.Entry.comparingByValue())
            .limit(atATime)
            .map(Map.Entry::getKey)
            .toList();
    for (JobId id : ready) {
      JobFolder folder = new JobFolder(jobs, id);
      Optional<String> container = folder.container();
      if (container.isPresent() && !removed(id, container.get())) {
        // At the end of the line, so that it holds up no other.
        due.replace(id, now.plus(LONGEST_ROUND));
        continue;
      }
      folder.removeContainer();
      due.remove(id);
    }
  }

  private void sweepForgotten() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(forgotten)) {
      files = all.sorted(Comparator.comparing(EndedContainers::tried)).limit(atATime).toList();
    }
    for (Path file : files) {
      Optional<JobId> id = JobId.parse(file.getFileName().toString());
      if (id.isPresent() && !removed(id.get(), Files.readString(file))) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        continue;
      }
      Files.deleteIfExists(file);
    }
  }

  /** When the removal was tried last. */
  private static FileTime tried(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  /** Whether that container needs no further thought; an engine that can't be reached is told. */
  private boolean removed(JobId id, String container) {
    try {
      remove(id, container);
      return true;
    } catch (EngineException refusal) {
      LOG.warn(
          "The container {} of job {} can't be removed: {}", container, id, refusal.getMessage());
      return false;
    }
  }

  /** The job is forgotten: its container goes, now or as soon as the engine answers. */
  void forget(JobId id, String container) throws IOException {
    due.remove(id);
    try {
      remove(id, container);
    } catch (EngineFailure failure) {
      Files.writeString(forgotten.resolve(id.value()), container);
    }
  }

  private void remove(JobId id, String container) {
    Optional<JsonNode> found = engine.find(Address.container(container) + "/json");
    boolean own =
        found
            .map(present -> labels.job(present.path("Config").path("Labels")))
            .map(Optional.of(id)::equals)
            .orElse(false);
    if (!own) {
      return;
    }
    try {
      engine.delete(Address.container(container) + "?force=1&v=1");
    } catch (EngineException refusal) {
      if (!refusal.notFound() && !refusal.conflict()) {
        throw refusal;
      }
    }
  }
}
