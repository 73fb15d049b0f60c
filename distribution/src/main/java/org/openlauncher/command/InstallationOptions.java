package org.openlauncher.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openlauncher.boot.Installation;
import picocli.CommandLine.Option;

/** Which launcher a command is about. */
final class InstallationOptions {
  private static final Path DEFAULT_CONFIGURATION = Path.of("/etc/rstudio");

  @Option(
      names = "--config-dir",
      paramLabel = "DIR",
      description = "The folder of launcher.conf (default: RSTUDIO_CONFIG_DIR, /etc/rstudio).")
  private @Nullable Path configurationFolder;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The unpacked launcher (default: the one that this command belongs to).")
  private @Nullable Path home;

  Installation installation() {
    return new Installation(
        Optional.ofNullable(home)
            .orElseGet(() -> Path.of(System.getProperty("openlauncher.home", "."))),
        Optional.ofNullable(configurationFolder).orElseGet(InstallationOptions::configured));
  }

  private static Path configured() {
    return Optional.ofNullable(System.getenv("RSTUDIO_CONFIG_DIR"))
        .filter(value -> !value.isEmpty())
        .map(Path::of)
        .orElse(DEFAULT_CONFIGURATION);
  }
}
