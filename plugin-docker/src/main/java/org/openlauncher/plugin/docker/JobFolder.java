package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.job.JobId;
import org.openlauncher.plugin.docker.engine.EngineClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the cluster keeps of one job, in a folder that only the launcher's user can enter. Files
 * that the container writes are mounted one by one, so that the job can't put links in their place.
 */
final class JobFolder {
  /**
   * For the job's user, whoever that is, until the container's first process has opened them;
   * nobody else gets through the folder above.
   */
  private static final int ATTEMPTS_TO_DELETE = 10;

  private static final String SHARED_WITH_JOB = "rw-rw-rw-";

  private static final String READ_BY_JOB = "rw-r--r--";
  private static final String PRIVATE = "rw-------";

  private static final String ORDER = "order.json";
  private static final String CONTAINER = "container";
  private static final String END = "end.json";
  private static final String STOP = "stop";
  private static final String NOTES = "notes.json";
  private static final String KILLED_FOR = "killed-for";

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

  /**
   * Makes the folder and the files that the container gets.
   *
   * @return whether it was not there before
   */
  boolean create(Optional<String> input) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException present) {
      return false;
    }
    renewWritten();
    if (input.isPresent()) {
      write(input(), input.get(), READ_BY_JOB);
    }
    return true;
  }

  /** What the container's first process writes. */
  List<Path> written() {
    return List.of(output(), index(), record());
  }

  /** Makes what the container's first process writes anew; who has the old files keeps those. */
  void renewWritten() throws IOException {
    for (Path file : written()) {
      Files.deleteIfExists(file);
      write(file, "", SHARED_WITH_JOB);
    }
  }

  /** Takes what the container's first process writes from all that don't have it open. */
  void closeToJob() throws IOException {
    for (Path file : written()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(PRIVATE));
    }
  }

  Path output() {
    return folder.resolve("output");
  }

  Path index() {
    return folder.resolve("index");
  }

  Path record() {
    return folder.resolve("record");
  }

  /** When the record was last added to. */
  Instant recordWritten() throws IOException {
    return Files.getLastModifiedTime(record()).toInstant();
  }

  Path input() {
    return folder.resolve("input");
  }

  /** Notes what is to be done, until it is done: it holds the job's environment. */
  void order(ObjectNode order) throws IOException {
    replace(ORDER, EngineClient.JSON.writeValueAsString(order));
  }

  Optional<JsonNode> order() {
    return json(ORDER);
  }

  void removeOrder() {
    delete(folder.resolve(ORDER));
  }

  /** Notes the container that was made. */
  void container(String container) throws IOException {
    replace(CONTAINER, container);
  }

  Optional<String> container() {
    return text(CONTAINER);
  }

  /** The container is gone. */
  void removeContainer() {
    delete(folder.resolve(CONTAINER));
  }

  /** Notes how the job ended. */
  void end(ObjectNode end) throws IOException {
    replace(END, EngineClient.JSON.writeValueAsString(end));
  }

  Optional<JsonNode> end() {
    return json(END);
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
    replace(NOTES, EngineClient.JSON.writeValueAsString(notes));
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>();
    json(NOTES).ifPresent(all -> all.forEach(note -> notes.add(note.asString(""))));
    return notes;
  }

  /** Notes why the launcher kills the job. */
  void killedFor(String cause) throws IOException {
    replace(KILLED_FOR, cause);
  }

  Optional<String> killedFor() {
    return text(KILLED_FOR);
  }

  /** Takes back what a file has beyond a size. */
  void cut(Path file, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      channel.truncate(size);
    }
  }

  /** Removes everything; what is gone already is no error. */
  void delete() throws IOException {
    for (int attempt = 1; exists(); attempt++) {
      try {
        deleteOnce();
      } catch (DirectoryNotEmptyException | UncheckedIOException changed) {
        // Whoever was looking after the job just now has written the last of it meanwhile.
        if (attempt == ATTEMPTS_TO_DELETE) {
          throw new IOException(changed.getMessage(), changed);
        }
      }
    }
  }

  private void deleteOnce() throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The jobs that there are folders of. */
  static List<JobId> all(Path jobs) {
    try (Stream<Path> folders = Files.list(jobs)) {
      return folders
          .map(path -> JobId.parse(path.getFileName().toString()))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Optional<JsonNode> json(String name) {
    return text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(EngineClient.JSON.readTree(text));
              } catch (JacksonException cutShort) {
                return Optional.empty();
              }
            });
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

  /** A reader sees the old content or the new one. */
  private void replace(String name, String content) throws IOException {
    Path next = Files.createTempFile(folder, name, ".new");
    Files.writeString(next, content);
    Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(Path file, String content, String mode) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
