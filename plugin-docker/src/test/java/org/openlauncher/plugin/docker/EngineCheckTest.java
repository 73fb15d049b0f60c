package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.plugin.docker.engine.EngineClient;

/** Which engines give jobs other ids than their owners', by what real ones say of themselves. */
final class EngineCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "taken",
      value = {
        "Docker 20.10 | {'SecurityOptions':['name=seccomp,profile=default']} | taken",
        "Docker, rootless | {'SecurityOptions':['name=seccomp,profile=default','name=rootless']} | rootless",
        "Docker, remapped | {'SecurityOptions':['name=seccomp,profile=default','name=userns']} | userns-remap",
        "podman 4.3 | {'Rootless':false,'SecurityOptions':['name=seccomp,profile=default']} | taken",
        "podman, rootless | {'Rootless':true,'SecurityOptions':['name=seccomp,profile=default']} | rootless"
      },
      quoteCharacter = '"')
  void enginesOfOtherIdsAreRefused(String engine, String info, String word) {
    assertThat(EngineCheck.refusal(EngineClient.JSON.readTree(info.replace('\'', '"'))))
        .as(engine)
        .satisfies(
            refusal -> {
              if (word == null) {
                assertThat(refusal).isEmpty();
              } else {
                assertThat(refusal).get().asString().contains(word);
              }
            });
  }
}
