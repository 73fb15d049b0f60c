package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import tools.jackson.databind.JsonNode;

/** A real engine that belongs to one test, so that the test can kill it. */
final class OwnEngine {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LONGEST_SOCKET_PATH = 90;

  private final Path folder;
  private @Nullable Process engine;

  private OwnEngine(Path folder) {
    this.folder = folder;
  }

  /** Starts one that holds an image of the other engine; skips the test where that can't be. */
  static OwnEngine start(String image) throws IOException, InterruptedException {
    Engine.owner();
    Path other = Engine.socket();
    assumeTrue(
        Stream.of("/usr/sbin/dockerd", "/usr/bin/dockerd").map(Path::of).anyMatch(Files::exists),
        "this machine has no dockerd");
    OwnEngine own = new OwnEngine(Files.createTempDirectory("engine").toRealPath());
    assertThat(own.socket().toString()).hasSizeLessThan(LONGEST_SOCKET_PATH);
    try {
      own.start();
      Path content = own.folder.resolve("image.tar");
      run("docker", "--host", "unix://" + other, "save", "--output", content.toString(), image);
      run("docker", "--host", own.address(), "load", "--input", content.toString());
      return own;
    } catch (IOException | RuntimeException | Error failure) {
      own.remove();
      throw failure;
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(command[0]).isTrue();
    assertThat(process.exitValue()).as("%s", List.of(command)).isZero();
  }

  private Path socket() {
    return folder.resolve("docker.sock");
  }

  String address() {
    return "unix://" + socket();
  }

  /** Its jobs have the machine's network, so that it changes nothing of that. */
  Map<String, String> options() {
    return Map.of("docker-host", address(), "network", "host", "engine-timeout-seconds", "30");
  }

  /** Starts it, again where it was killed, and waits until it answers. */
  void start() throws IOException {
    Files.deleteIfExists(folder.resolve("docker.pid"));
    File log = folder.resolve("log").toFile();
    engine =
        new ProcessBuilder(
                "dockerd",
                "--host",
                address(),
                "--config-file",
                Files.writeString(folder.resolve("daemon.json"), "{}").toString(),
                "--data-root",
                folder.resolve("data").toString(),
                "--exec-root",
                folder.resolve("exec").toString(),
                "--pidfile",
                folder.resolve("docker.pid").toString(),
                "--live-restore",
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                "--log-level=warn")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    try (EngineClient client = client()) {
      await("an answer of the engine")
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(EngineFailure.class)
          .until(() -> client.find("/version").isPresent());
    }
  }

  private EngineClient client() {
    return new EngineClient(
        "own", URI.create(address()), Optional.empty(), Duration.ofSeconds(5), count -> {});
  }

  /** What a test that has failed left running. */
  private void killContainers() {
    try (EngineClient client = client()) {
      for (JsonNode container : client.get("/containers/json")) {
        client.post(Address.container(container.path("Id").asString("")) + "/kill");
      }
    } catch (EngineFailure gone) {
      // Then the test that has failed tells more.
    }
  }

  /**
   * Kills it; its containerd dies with it. An engine that is started before nothing is left of that
   * waits in vain for an answer of the dead one.
   */
  void kill() throws IOException {
    Optional<ProcessHandle> containerd = process("exec/containerd/containerd.pid");
    if (engine != null) {
      engine.destroyForcibly();
      engine.onExit().join();
    }
    containerd.ifPresent(
        process -> await("the end of containerd").atMost(PATIENCE).until(() -> !process.isAlive()));
  }

  private Optional<ProcessHandle> process(String pidFile) throws IOException {
    Path file = folder.resolve(pidFile);
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
        : Optional.empty();
  }

  /** Ends it and removes all that it had. */
  void remove() throws IOException, InterruptedException {
    if (engine != null) {
      killContainers();
      engine.destroy();
      if (!engine.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    }
    // What it has mounted there it does not always take back.
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String place = line.split(" ", -1)[1];
      if (Path.of(place).startsWith(folder)) {
        run("umount", "--lazy", place);
      }
    }
    await("removal of " + folder).atMost(PATIENCE).ignoreExceptions().until(this::deleteFolder);
  }

  private boolean deleteFolder() throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
    return Files.notExists(folder);
  }
}
