package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A spawner that runs, and a client of it. Which binary it is, the system property {@code
 * openlauncher.spawner} says; without it, it is the one that the build has made.
 */
final class TestedSpawner implements AutoCloseable {
  private static final AtomicLong JOBS = new AtomicLong(System.nanoTime());
  private static final Path STANDARD = Path.of("target", "native", "openlauncher-spawner");

  private final Process process;
  private final WireClient client;
  private final String user;
  private final Path records;
  private final WireAnswer hello;
  private final List<StartedJob> jobs = new ArrayList<>();

  TestedSpawner(Process process, WireClient client, String user, Path records) {
    this.process = process;
    this.client = client;
    this.user = user;
    this.records = records;
    this.hello = client.unasked().require(Wire.HELLO);
  }

  /** The binary. Without one, which means without a C compiler, the test is skipped. */
  static Path binary() {
    Path binary = Path.of(System.getProperty("openlauncher.spawner", STANDARD.toString()));
    assumeTrue(Files.isExecutable(binary), binary + " was not built: there is no C compiler");
    return binary.toAbsolutePath();
  }

  /** Whether it is the one with the sanitizers, which makes all of it much slower. */
  static boolean isSanitized() {
    return binary().toString().endsWith("-asan");
  }

  /** Starts one that runs jobs as the user who runs the tests. */
  static TestedSpawner unprivileged(Path folder) {
    return unprivileged(folder, List.of(binary().toString(), "--unprivileged"));
  }

  static TestedSpawner unprivileged(Path folder, List<String> command) {
    try {
      Path records = Files.createDirectories(folder.resolve("records"));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      WireClient client =
          new WireClient(
              Channels.newChannel(process.getInputStream()),
              Channels.newChannel(unbuffered(process)));
      return new TestedSpawner(process, client, System.getProperty("user.name"), records);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A frame goes out when it is written, not when a buffer is full. */
  private static java.io.OutputStream unbuffered(Process process) {
    return new java.io.FilterOutputStream(process.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        out.flush();
      }
    };
  }

  Process process() {
    return process;
  }

  WireClient client() {
    return client;
  }

  WireAnswer hello() {
    return hello;
  }

  String user() {
    return user;
  }

  Path records() {
    return records;
  }

  static String newJobId() {
    return String.format(Locale.ROOT, "0000000%019d", JOBS.incrementAndGet());
  }

  Launch launch(String... command) {
    String jobId = newJobId();
    RecordFile record = RecordFile.create(records.resolve(jobId));
    if (hello.number(Wire.PRIVILEGED) == 1) {
      Root.owner(record.path(), Root.SERVER);
    }
    return new Launch(this, user, jobId, record, List.of(command));
  }

  Launch script(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return launch(command.toArray(String[]::new));
  }

  void remember(StartedJob job) {
    jobs.add(job);
  }

  WireAnswer open(String name, Path file) {
    return client.ask(new WireRequest(Wire.OPEN).text(Wire.USER, name).path(Wire.PATH, file));
  }

  WireAnswer read(long file, long offset, long length) {
    return client.ask(
        new WireRequest(Wire.READ)
            .number(Wire.FILE, file)
            .number(Wire.OFFSET, offset)
            .number(Wire.LENGTH, length));
  }

  WireAnswer closeFile(long file) {
    return client.ask(new WireRequest(Wire.CLOSE).number(Wire.FILE, file));
  }

  WireAnswer lookUp(String name) {
    return client.ask(new WireRequest(Wire.LOOK_UP).text(Wire.USER, name));
  }

  /** Ends the connection, and waits for the spawner's end. */
  int awaitExit() {
    try {
      client.endRequests();
      assertThat(process.waitFor(WireClient.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }

  @Override
  public void close() throws IOException {
    for (StartedJob job : jobs) {
      if (!StartedJob.state(job.shimId()).isEmpty()) {
        end(job);
      }
    }
    client.close();
    process.destroy();
  }

  private void end(StartedJob job) {
    if (process.isAlive() && !client.hasEnded()) {
      job.signal(Wire.KILL);
    } else {
      ProcessHandle.of(job.processId()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
