package org.openlauncher.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * A configuration of one Local cluster that listens on a unix socket and touches no other folder.
 */
public record TestConfiguration(Path folder) {

  public static TestConfiguration in(Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("etc"));
    Files.createDirectory(parent.resolve("run"));
    Path key = folder.resolve("secure-cookie-key");
    Files.writeString(key, UUID.randomUUID() + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path file = folder.resolve("launcher.conf");
    Files.writeString(
        file,
        """
        [server]
        address=%1$s/run/launcher.sock
        server-user=nobody
        secure-cookie-key-file=%2$s
        scratch-path=%1$s/scratch
        logging-dir=%1$s/log

        [cluster]
        name=Local
        type=Local
        """
            .formatted(parent, key));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return new TestConfiguration(folder);
  }

  /** In a folder of its own, which whoever the launcher runs as must be able to write. */
  public Path socket() {
    return folder.resolveSibling("run/launcher.sock");
  }

  public Path scratch() {
    return folder.resolveSibling("scratch");
  }

  public Path log() {
    return folder.resolveSibling("log");
  }
}
