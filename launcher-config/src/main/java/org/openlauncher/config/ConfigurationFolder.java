package org.openlauncher.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that holds the configuration files.
 *
 * @param path absolute
 */
public record ConfigurationFolder(Path path) {
  /** The environment variable that moves the folder. */
  public static final String ENVIRONMENT_VARIABLE = "RSTUDIO_CONFIG_DIR";

  /** The system property that moves the folder; it beats the environment variable. */
  public static final String SYSTEM_PROPERTY = "openlauncher.config.dir";

  private static final String DEFAULT = "/etc/rstudio";

  /** Refuses a relative path. */
  public ConfigurationFolder {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "the configuration folder: expected an absolute path, found \"" + path + '"');
    }
    path = path.normalize();
  }

  /**
   * The folder that the running process is to use.
   *
   * @throws IllegalArgumentException where it was given and is not an absolute path
   */
  public static ConfigurationFolder locate() {
    return locate(
        Optional.ofNullable(System.getProperty(SYSTEM_PROPERTY)),
        Optional.ofNullable(System.getenv(ENVIRONMENT_VARIABLE)));
  }

  static ConfigurationFolder locate(Optional<String> property, Optional<String> variable) {
    // An empty environment variable is the usual way to say that there is none.
    return property
        .or(() -> variable.filter(value -> !value.isEmpty()))
        .map(text -> new ConfigurationFolder(Path.of(text)))
        .orElseGet(() -> new ConfigurationFolder(Path.of(DEFAULT)));
  }

  /** {@code launcher.conf}. */
  public Path launcherFile() {
    return file("launcher.conf");
  }

  /** A file of this folder. */
  public Path file(String name) {
    return path.resolve(name);
  }
}
