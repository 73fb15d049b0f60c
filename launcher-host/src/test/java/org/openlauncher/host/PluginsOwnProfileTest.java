package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.host.testing.ScriptedCluster;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;

/** What a profile says for a key that only the plugin knows. */
class PluginsOwnProfileTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ConfigurationOption<String> OVERLAY =
      ConfigurationOption.optional("overlay", ValueType.text(), "What is laid over jobs.");

  @TempDir private Path folder;

  @Test
  void reachesItWithEachJobAsItHoldsForTheOwner() throws IOException {
    Path file = folder.resolve("launcher.farm.profiles.conf");
    Files.writeString(file, "[*]\noverlay=all\n\n[ada]\noverlay=hers\n");
    ScriptedPlugin plugin = new ScriptedPlugin();
    plugin.profileOptions.always(version -> List.of(OVERLAY));
    try (TestLauncher launcher = new TestLauncher(folder, "", "Farm")) {
      launcher.arrive(plugin);
      launcher.submitted("Farm");
      ScriptedCluster farm = plugin.cluster("Farm");
      await().atMost(PATIENCE).until(() -> !farm.submit.asked().isEmpty());

      LaunchRequest request = farm.submit.asked().get(0);
      assertThat(request.profile().find(OVERLAY)).isEqualTo(Optional.of("hers"));
      assertThat(request.profile().origin(OVERLAY).map(Origin::toString)).contains(file + ":5");
    }
  }
}
