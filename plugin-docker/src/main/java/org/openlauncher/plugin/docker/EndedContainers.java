package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
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
  private static final int AT_A_TIME = 100;

  private final EngineClient engine;
  private final JobLabels labels;
  private final Path jobs;
  private final Path forgotten;
  private final Duration keep;
  private final Map<JobId, Instant> due = new ConcurrentHashMap<>();

  /**
   * @param jobs the folder of all jobs
   * @param forgotten holds a file for each container whose job is forgotten already
   * @param keep how long a container is kept after the end
   */
  EndedContainers(EngineClient engine, JobLabels labels, Path jobs, Path forgotten, Duration keep) {
    this.engine = engine;
    this.labels = labels;
    this.jobs = jobs;
    this.forgotten = forgotten;
    this.keep = keep;
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
    } catch (EngineException | IOException failure) {
      LOG.warn("Ended containers can't be removed now: {}", failure.toString());
    }
  }

  private void sweepDue() throws IOException {
    Instant now = Instant.now();
    int count = 0;
    for (Iterator<Map.Entry<JobId, Instant>> each = due.entrySet().iterator();
        each.hasNext() && count < AT_A_TIME; ) {
      Map.Entry<JobId, Instant> entry = each.next();
      if (entry.getValue().isBefore(now)) {
        JobFolder folder = new JobFolder(jobs, entry.getKey());
        Optional<String> container = folder.container();
        if (container.isPresent()) {
          remove(entry.getKey(), container.get());
          folder.removeContainer();
        }
        each.remove();
        count++;
      }
    }
  }

  private void sweepForgotten() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(forgotten)) {
      files = all.limit(AT_A_TIME).toList();
    }
    for (Path file : files) {
      Optional<JobId> id = JobId.parse(file.getFileName().toString());
      if (id.isPresent()) {
        remove(id.get(), Files.readString(file));
      }
      Files.deleteIfExists(file);
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
