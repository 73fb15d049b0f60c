package org.openlauncher.host.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.config.ClusterProfiles;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ClusterSettings;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ProfileOptions;
import org.openlauncher.host.testing.TestUsers;

/** The two files of limits of a cluster named Farm, of a type that has queues and GPUs. */
final class ProfileFiles {
  private static final List<ConfigurationOption<?>> OF_PLUGIN =
      Stream.of(ProfileOptions.QUEUES, ProfileOptions.GPUS)
          .<ConfigurationOption<?>>flatMap(List::stream)
          .toList();

  private final Path folder;

  ProfileFiles(Path folder) {
    this.folder = folder;
  }

  Path profiles() {
    return folder.resolve("launcher.farm.profiles.conf");
  }

  Path sizes() {
    return folder.resolve("launcher.farm.resources.conf");
  }

  ClusterProfiles read(String profiles, String sizes) {
    try {
      Files.writeString(profiles(), profiles);
      Files.writeString(sizes(), sizes);
      Files.writeString(
          folder.resolve("launcher.conf"), "[server]\n[cluster]\nname=Farm\ntype=Scripted\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Problems problems = new Problems();
    LauncherConfiguration launcher =
        LauncherConfiguration.read(new ConfigurationFolder(folder), problems).orElseThrow();
    ClusterSection cluster = launcher.clusters().get(0);
    ClusterProfiles read =
        ClusterProfiles.read(
            cluster,
            ClusterSettings.read(launcher, cluster, List.of(), problems),
            OF_PLUGIN,
            new TestUsers(),
            problems);
    assertThat(problems.hasErrors()).as("%s", problems.list()).isFalse();
    return read;
  }
}
