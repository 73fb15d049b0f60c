package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.job.JobId;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the launcher keeps of one job, in a folder that its user alone can enter. */
final class JobFolder {
  private static final String POD = "pod";
  private static final String SUBMITTED = "submitted";
  private static final String END = "end.json";
  private static final String STOP = "stop";
  private static final String IN_CLUSTER = "in-cluster";
  private static final String NOTES = "notes.json";

  private final JobId id;
  private final Path folder;

  /**
   * @param jobs the folder of all jobs
   */
  JobFolder(Path jobs, JobId id) {
    this.id = id;
    this.folder = jobs.resolve(id.value());
  }

  JobId id() {
    return id;
  }

  boolean exists() {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes the folder where it is not there. */
  void create() throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException present) {
      // Something is kept already.
    }
    for (Path file : List.of(output(), index())) {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(file);
      }
    }
  }

  Path output() {
    return folder.resolve("output");
  }

  Path index() {
    return folder.resolve("index");
  }

  /** The cluster has taken the job. */
  void submitted() throws IOException {
    replace(SUBMITTED, "");
  }

  boolean isSubmitted() {
    return Files.exists(folder.resolve(SUBMITTED));
  }

  /** Notes the job's one pod. */
  void pod(String uid) throws IOException {
    replace(POD, uid);
  }

  Optional<String> pod() {
    return text(POD);
  }

  /** Notes how the job ended, and that its objects are still in the cluster. */
  void end(JsonNode end) throws IOException {
    replace(IN_CLUSTER, "");
    replace(END, end.toString());
  }

  /** Notes that the cluster may have something of a job that it was not given in the end. */
  void withdrawn() throws IOException {
    replace(IN_CLUSTER, "");
  }

  Optional<JsonNode> end() {
    return json(END);
  }

  /** Whether the cluster still has objects of the job that ended, or was withdrawn. */
  boolean isInCluster() {
    return Files.exists(folder.resolve(IN_CLUSTER));
  }

  void removedFromCluster() throws IOException {
    Files.deleteIfExists(folder.resolve(IN_CLUSTER));
  }

  /** Notes when a job that was stopped will be killed. */
  void killAt(long epochMilliseconds) throws IOException {
    replace(STOP, Long.toString(epochMilliseconds));
  }

  Optional<Long> killAt() {
    return text(STOP).filter(text -> text.matches("[0-9]{1,18}")).map(Long::valueOf);
  }

  /** Notes what the job's owner should know of it. */
  void notes(List<String> notes) throws IOException {
    replace(NOTES, Json.MAPPER.writeValueAsString(notes));
  }

  List<String> notes() {
    return json(NOTES)
        .map(list -> list.valueStream().map(note -> note.asString("")).toList())
        .orElse(List.of());
  }

  private void replace(String name, String content) throws IOException {
    Path next = folder.resolve(name + ".new");
    Files.writeString(next, content);
    Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Optional<String> text(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Optional<JsonNode> json(String name) {
    try {
      return text(name).map(Json.MAPPER::readTree);
    } catch (JacksonException damaged) {
      return Optional.empty();
    }
  }

  void delete() throws IOException {
    if (!exists()) {
      return;
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
