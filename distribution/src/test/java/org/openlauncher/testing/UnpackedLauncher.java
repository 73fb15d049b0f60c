package org.openlauncher.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** The launcher that this build has made, or a copy of it with a configuration of its own. */
public record UnpackedLauncher(Path home) {

  public static UnpackedLauncher built() {
    return new UnpackedLauncher(Path.of("target/openlauncher").toAbsolutePath());
  }

  /** A copy that every user can read, below a folder that every user can pass. */
  public static UnpackedLauncher copiedTo(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(built().home())) {
      for (Path file : files.toList()) {
        Path copy = home.resolve(built().home().relativize(file).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
        }
        boolean passable =
            Files.isDirectory(file)
                || file.startsWith(built().home().resolve("bin"))
                || file.startsWith(built().home().resolve("libexec"));
        Files.setPosixFilePermissions(
            copy, PosixFilePermissions.fromString(passable ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
    return new UnpackedLauncher(home);
  }

  public Path script() {
    return home.resolve("bin/rstudio-launcher");
  }

  /** The native program that starts jobs; missing where the build had no C compiler. */
  public Path spawner() {
    return home.resolve("libexec/openlauncher-spawner");
  }

  /** The one jar of that module below bundles or plugins. */
  public Path jarOf(String module) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(file -> !file.startsWith(home.resolve("lib")))
          .filter(file -> file.getFileName().toString().matches(module + "-\\d.*\\.jar"))
          .findAny()
          .orElseThrow();
    }
  }
}
