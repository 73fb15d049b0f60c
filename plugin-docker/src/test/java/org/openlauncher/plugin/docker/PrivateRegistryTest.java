package org.openlauncher.plugin.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;

/** Images from a real registry that wants a password. */
final class PrivateRegistryTest {
  private static final String USER = "puller";
  private static final String PASSWORD = "fetch it";

  @ResourceLock("the image in the private registry")
  abstract static class Registry extends DockerJobsTest {
    static String registry() {
      return Engine.setting("OPENLAUNCHER_DOCKER_PRIVATE_REGISTRY");
    }

    static String privateImage() {
      return registry() + "/pulled:1";
    }

    /** What stands in the file; empty where no file is configured. */
    abstract Optional<String> credentials();

    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      Optional<String> content = credentials();
      if (content.isEmpty()) {
        return DockerUnderTest.of(folder, image(), Map.of());
      }
      Path file = folder.resolveSibling("registries.json");
      Files.writeString(file, content.orElseThrow());
      return DockerUnderTest.of(folder, image(), Map.of("registry-auth-file", file.toString()));
    }

    /** As {@code docker login} writes it. */
    static String login(String registry, String password) {
      return "{\"auths\":{\""
          + registry
          + "\":{\"auth\":\""
          + Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(UTF_8))
          + "\"}}}";
    }

    final StartedJob fetch() {
      Engine.remove(privateImage());
      return start(
          underTest()
              .command("exit 7")
              .container(
                  new Container(
                      privateImage(), Optional.empty(), Optional.empty(), List.of(), false)));
    }

    final void assertRefused(String why) {
      StartedJob job = fetch();

      JobStatus end = job.awaitEnd();

      assertThat(end.state()).isEqualTo(JobState.FAILED);
      assertThat(end.code()).contains(StatusCode.IMAGE_NOT_FOUND);
      assertThat(end.message()).contains(privateImage()).contains(why).doesNotContain(PASSWORD);
      assertThat(cluster().cluster().explain(job.remembered()).orElseThrow().advice())
          .anySatisfy(advice -> assertThat(advice).contains("registry-auth-file"));
    }
  }

  @Nested
  class RightPassword extends Registry {
    @Override
    Optional<String> credentials() {
      return Optional.of(login(registry(), PASSWORD));
    }

    @Test
    void theImageIsFetched() {
      fetch().awaitFinished(7);
    }
  }

  @Nested
  class NameAndPasswordApart extends Registry {
    @Override
    Optional<String> credentials() {
      return Optional.of(
          "{\"auths\":{\"http://"
              + registry()
              + "\":{\"username\":\""
              + USER
              + "\",\"password\":\""
              + PASSWORD
              + "\"}}}");
    }

    @Test
    void theImageIsFetched() {
      fetch().awaitFinished(7);
    }
  }

  @Nested
  class WrongPassword extends Registry {
    @Override
    Optional<String> credentials() {
      return Optional.of(login(registry(), "guessed"));
    }

    @Test
    void theJobFailsAndIsToldWhy() {
      assertRefused("does not accept the credentials in registry-auth-file");
    }
  }

  @Nested
  class AnotherRegistrysPassword extends Registry {
    @Override
    Optional<String> credentials() {
      return Optional.of(login("registry.example.org", PASSWORD));
    }

    @Test
    void theJobFailsAndIsToldWhy() {
      assertRefused("registry-auth-file holds none for it");
    }
  }

  @Nested
  class NoFile extends Registry {
    @Override
    Optional<String> credentials() {
      return Optional.empty();
    }

    @Test
    void theJobFailsAndIsToldWhy() {
      assertRefused("no registry-auth-file is configured");
    }
  }

  @Nested
  class NoJson extends Registry {
    @Override
    Optional<String> credentials() {
      return Optional.of("{\"auths\": " + PASSWORD);
    }

    @Test
    void theJobFailsAndIsToldWhy() {
      assertRefused("registry-auth-file is no JSON");
    }
  }
}
