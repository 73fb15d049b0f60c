package org.openlauncher.process.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.files.PrivateFolder;
import org.openlauncher.process.supervise.RecordedSupervisor;

/** The script that stands between the launcher and a job, and its place on disk. */
final class ShimScript {
  private ShimScript() {}

  /**
   * Puts the script into a supervisor's folder. One that is there and differs is replaced as a
   * whole, so that jobs which run by it go on reading the old one.
   */
  static Path install(PrivateFolder home) {
    byte[] script = content();
    String name = RecordedSupervisor.SHIM_SCRIPT;
    Path path = home.file(name);
    try {
      if (!Files.isRegularFile(path) || !Arrays.equals(Files.readAllBytes(path), script)) {
        PrivateFolder workshop = home.folder(RecordedSupervisor.WORKSHOP);
        workshop.write(name, script);
        workshop.publish(name, home);
      }
      return path;
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "can't write " + path + ": " + failure.getMessage(), failure);
    }
  }

  private static byte[] content() {
    try (InputStream resource = ShimScript.class.getResourceAsStream("shim.sh")) {
      if (resource == null) {
        throw new IllegalStateException("the bundle lacks its resource shim.sh");
      }
      return resource.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
