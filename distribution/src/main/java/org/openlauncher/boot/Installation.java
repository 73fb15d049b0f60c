package org.openlauncher.boot;

import java.nio.file.Path;

/** Where the launcher's own files are, and where its administrator's are. */
public record Installation(Path home, Path configurationFolder) {

  public Installation {
    home = home.toAbsolutePath().normalize();
    configurationFolder = configurationFolder.toAbsolutePath().normalize();
  }

  public Path script() {
    return home.resolve("bin/rstudio-launcher");
  }

  Path bundles() {
    return home.resolve("bundles");
  }

  Path plugins() {
    return home.resolve("plugins");
  }
}
