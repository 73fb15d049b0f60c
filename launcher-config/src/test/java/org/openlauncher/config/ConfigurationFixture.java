package org.openlauncher.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;

/** A configuration folder with files as a test needs them. */
final class ConfigurationFixture {
  static final String MINIMAL = "[server]\n[cluster]\nname=Local\ntype=Local\n";

  private final ConfigurationFolder folder;
  private final Problems problems = new Problems();

  ConfigurationFixture(Path folder) {
    this.folder = new ConfigurationFolder(folder);
  }

  ConfigurationFolder folder() {
    return folder;
  }

  Path write(String name, String content) {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] content) {
    try {
      return Files.write(folder.file(name), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Reads launcher.conf with this content. */
  LauncherConfiguration launcher(String content) {
    write("launcher.conf", content);
    return LauncherConfiguration.read(folder, problems).orElseThrow();
  }

  /** Reads launcher.local.conf with this content. */
  ClusterSettings local(String content, ConfigurationOption<?>... pluginOptions) {
    LauncherConfiguration launcher = launcher(MINIMAL);
    write("launcher.local.conf", content);
    return ClusterSettings.read(
        launcher, launcher.clusters().get(0), List.of(pluginOptions), problems);
  }

  Problems problems() {
    return problems;
  }

  /** What was told, without the folder's path. */
  List<String> told() {
    return problems.list().stream()
        .map(problem -> problem.toString().replace(folder.path() + "/", ""))
        .toList();
  }
}
