package org.openlauncher.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openlauncher.auth.CredentialSigner;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;

/** A launcher with a configuration and a scratch folder of its own, which outlive its process. */
final class LauncherUnderTest implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration CREDENTIAL = Duration.ofHours(12);

  private final Installation installation;
  private final Path folder;
  private final int port;
  private Optional<Process> process = Optional.empty();

  LauncherUnderTest(Installation installation, String name) throws IOException, KeyFileException {
    this(installation, name, "Local", "");
  }

  /**
   * @param type the type of its one cluster, which has that name too
   * @param options what stands in the cluster's own file
   */
  LauncherUnderTest(Installation installation, String name, String type, String options)
      throws IOException, KeyFileException {
    this.installation = installation;
    this.folder = installation.folder().resolve(name);
    this.port = freePort();
    Path configuration = Files.createDirectories(folder.resolve("etc"));
    Files.createDirectories(folder.resolve("work"));
    Path key = configuration.resolve("secure-cookie-key");
    SecureCookieKey.create(key);
    Files.writeString(
        configuration.resolve("launcher.conf"),
        String.join(
            "\n",
            "[server]",
            "address=127.0.0.1",
            "port=" + port,
            "server-user=" + installation.account(),
            "secure-cookie-key-file=" + key,
            "scratch-path=" + folder.resolve("scratch"),
            "logging-dir=" + folder.resolve("log"),
            "[cluster]",
            "name=" + type,
            "type=" + type,
            ""));
    Files.writeString(
        configuration.resolve("launcher." + type.toLowerCase(Locale.ROOT) + ".conf"), options);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  Path store() {
    return folder.resolve("scratch/jobs.db");
  }

  String credential() throws KeyFileException {
    SecureCookieKey key = SecureCookieKey.read(folder.resolve("etc/secure-cookie-key"));
    return new CredentialSigner(key).issue(installation.owner(), CREDENTIAL);
  }

  /** Starts it, and says how long it took until it answered. */
  Duration start() throws IOException, KeyFileException, InterruptedException {
    long begin = System.nanoTime();
    Path log = folder.resolve("console.log");
    Process started =
        new ProcessBuilder(
                List.of(
                    installation.home().resolve("bin/rstudio-launcher").toString(),
                    "run",
                    "--config-dir=" + folder.resolve("etc")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    started.getOutputStream().close();
    process = Optional.of(started);
    Client client = new Client(this);
    while (!client.isReady()) {
      if (!started.isAlive()) {
        throw new IOException("the launcher did not start:\n" + Files.readString(log));
      }
      if (System.nanoTime() - begin > READY_LIMIT.toNanos()) {
        throw new IOException("the launcher is not ready within " + READY_LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** The number of its process: what starts it, ends by becoming it. */
  long pid() {
    return process.orElseThrow().pid();
  }

  /** Ends it as a machine without memory would. */
  void crash() throws InterruptedException {
    process.orElseThrow().destroyForcibly();
    process.orElseThrow().waitFor();
    process = Optional.empty();
  }

  void stop() throws IOException, InterruptedException {
    if (process.isPresent()) {
      process.get().destroy();
      if (!process.get().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.get().destroyForcibly();
        throw new IOException("the launcher did not stop within " + STOP_LIMIT);
      }
      process = Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
