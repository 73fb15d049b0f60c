package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineUnreachableException;

/** The real engine at its door for those who show a certificate. */
final class EngineTlsTest {
  private static String address() {
    return Engine.setting("OPENLAUNCHER_DOCKER_TLS");
  }

  private static Path certificates() {
    return Path.of(Engine.setting("OPENLAUNCHER_DOCKER_TLS_FOLDER"));
  }

  private static EngineClient client(String address, Path folder) {
    return new EngineClient(
        "test",
        URI.create(address),
        Optional.of(EngineTls.context(folder)),
        Duration.ofSeconds(30),
        count -> {});
  }

  @Nested
  class Jobs extends DockerJobsTest {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return DockerUnderTest.of(
          folder,
          image(),
          Map.of(
              "docker-host",
              address(),
              "tls-cert-path",
              certificates().resolve("client").toString()));
    }

    @Test
    void areRun() throws IOException {
      StartedJob job = startAtGate("gate", 4);
      openGate("gate");
      job.awaitFinished(4);

      StartedJob another = start(underTest().command("id -un").container(docker().container(true)));
      another.awaitFinished(0);
      assertThat(another.readText(OutputType.STDOUT)).isEqualTo("alice\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unknown-engine, shows a certificate that the authority in ca.pem (tls-cert-path) has not signed",
    "stranger, 'does not accept the launcher''s certificate, cert.pem (tls-cert-path)'"
  })
  void whoeverDoesNotTrustTheOtherSaysSo(String folder, String words) {
    try (EngineClient client = client(address(), certificates().resolve(folder))) {
      assertThatExceptionOfType(EngineUnreachableException.class)
          .isThrownBy(() -> client.get("/info"))
          .withMessageContaining(address())
          .withMessageContaining(words);
    }
  }

  @Test
  void aPortWithoutTlsIsNamed() {
    String registry = Engine.setting("OPENLAUNCHER_DOCKER_REGISTRY");
    try (EngineClient client = client("tcp://" + registry, certificates().resolve("client"))) {
      assertThatExceptionOfType(EngineUnreachableException.class)
          .isThrownBy(() -> client.get("/info"))
          .withMessageContaining("does not speak TLS at this port");
    }
  }

  @Test
  void filesThatDoNotFitAreNamed(@TempDir Path folder) throws IOException {
    for (String name : new String[] {"ca.pem", "key.pem", "cert.pem"}) {
      assertThatExceptionOfType(EngineTls.UnusableException.class)
          .isThrownBy(() -> EngineTls.context(folder))
          .withMessageContaining(folder.resolve(name).toString());
      Files.copy(certificates().resolve("client").resolve(name), folder.resolve(name));
    }
    EngineTls.context(folder);
    Files.writeString(folder.resolve("ca.pem"), "nothing");
    assertThatExceptionOfType(EngineTls.UnusableException.class)
        .isThrownBy(() -> EngineTls.context(folder))
        .withMessageContaining("ca.pem");
  }
}
