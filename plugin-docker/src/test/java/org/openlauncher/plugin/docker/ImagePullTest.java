package org.openlauncher.plugin.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;

/**
 * Images that are not there yet, from a real registry, and from one that never gets to the point.
 */
final class ImagePullTest extends DockerJobsTest {
  private static final String SECRET = "pull:s3cret";

  // Made when the plugin is presented, before each test.
  @SuppressWarnings("NullAway.Init")
  private ServerSocket slow;

  private final List<Socket> held = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    slow = new ServerSocket();
    slow.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread = new Thread(this::takeAndHold, "slow-registry");
    thread.setDaemon(true);
    thread.start();
    Path credentials = Files.createFile(folder.resolveSibling("registries.json"));
    Files.writeString(
        credentials,
        "{\"auths\":{\"127.0.0.1:"
            + slow.getLocalPort()
            + "\":{\"auth\":\""
            + Base64.getEncoder().encodeToString(SECRET.getBytes(US_ASCII))
            + "\"}}}");
    return DockerUnderTest.of(
        folder,
        image(),
        Map.of("image-pull-timeout-seconds", "8", "registry-auth-file", credentials.toString()));
  }

  private void takeAndHold() {
    try {
      while (true) {
        Socket connection = slow.accept();
        held.add(connection);
        byte[] request = new byte[4096];
        int count = connection.getInputStream().read(request);
        asked.add(new String(request, 0, Math.max(0, count), US_ASCII));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @AfterEach
  void closeRegistry() throws IOException {
    if (slow == null) {
      return;
    }
    slow.close();
    for (Socket connection : held) {
      connection.close();
    }
  }

  private JobSpecification.Builder of(String image, String script) {
    return underTest()
        .command(script)
        .container(new Container(image, Optional.empty(), Optional.empty(), List.of(), false));
  }

  private String slowImage() {
    return "127.0.0.1:" + slow.getLocalPort() + "/never:1";
  }

  @Test
  void anImageIsFetchedAndTheJobRuns() {
    Optional<String> registry = Optional.ofNullable(System.getenv("OPENLAUNCHER_DOCKER_REGISTRY"));
    assumeTrue(registry.isPresent(), "OPENLAUNCHER_DOCKER_REGISTRY names no registry");
    String image = registry.orElseThrow() + "/pulled:1";
    try (EngineClient engine =
        new EngineClient(
            "test",
            URI.create(Engine.address()),
            Optional.empty(),
            Duration.ofSeconds(30),
            count -> {})) {
      try {
        engine.delete("/images/" + image + "?force=1");
      } catch (EngineException notThere) {
        // That is what is wanted.
      }
    }

    StartedJob first = start(of(image, "exit 3"));
    StartedJob second = start(of(image, "exit 4"));

    first.awaitFinished(3);
    second.awaitFinished(4);
    assertThat(cluster().observations().statuses(first.id()))
        .anySatisfy(
            status -> {
              assertThat(status.state()).isEqualTo(JobState.PENDING);
              assertThat(status.code()).contains(StatusCode.IMAGE_PULL);
              assertThat(status.message()).contains(image);
            });
  }

  @Test
  void anImageThatDoesNotExistIsAFailureThatIsExplained() {
    Optional<String> registry = Optional.ofNullable(System.getenv("OPENLAUNCHER_DOCKER_REGISTRY"));
    assumeTrue(registry.isPresent(), "OPENLAUNCHER_DOCKER_REGISTRY names no registry");
    StartedJob job = start(of(registry.orElseThrow() + "/nothing/here:9", "exit 0"));

    JobStatus end = job.awaitEnd();

    assertThat(end.state()).isEqualTo(JobState.FAILED);
    assertThat(end.code()).contains(StatusCode.IMAGE_NOT_FOUND);
    assertThat(end.message()).contains("/nothing/here:9");
    assertThat(cluster().cluster().explain(job.remembered()).orElseThrow().advice()).isNotEmpty();
  }

  @Test
  void aFetchCanBeCanceled() {
    StartedJob job = start(of(slowImage(), "exit 0"));
    job.awaitState(JobState.PENDING);

    job.control(JobOperation.CANCEL);

    assertThat(job.awaitEnd().state()).isEqualTo(JobState.CANCELED);
    start("exit 2").awaitFinished(2);
  }

  @Test
  void aFetchThatTakesTooLongFails() {
    StartedJob job = start(of(slowImage(), "exit 0"));

    JobStatus end = job.awaitEnd();

    assertThat(end.state()).isEqualTo(JobState.FAILED);
    assertThat(end.code()).contains(StatusCode.IMAGE_PULL);
    assertThat(end.message()).contains("8 s (image-pull-timeout-seconds)");
  }

  @Test
  void aFetchGoesOnAfterACrash() {
    StartedJob before = start(of(slowImage(), "exit 0"));
    before.awaitState(JobState.PENDING);
    crash();

    StartedJob after = cluster().attach(before);

    after.awaitState(JobState.PENDING);
    after.control(JobOperation.CANCEL);
    assertThat(after.awaitEnd().state()).isEqualTo(JobState.CANCELED);
  }
}
