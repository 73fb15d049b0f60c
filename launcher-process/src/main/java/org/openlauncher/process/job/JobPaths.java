package org.openlauncher.process.job;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Reads the paths that a job names. */
public final class JobPaths {
  private JobPaths() {}

  /**
   * Reads an absolute path.
   *
   * @param member the path's place in the request
   * @throws LauncherException with {@code InvalidRequest} where it is none
   */
  public static Path absolute(String member, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException impossible) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          member + ": expected a path of this machine, found \"" + text + "\"",
          impossible);
    }
    throw new LauncherException(
        ErrorCode.INVALID_REQUEST, member + ": expected an absolute path, found \"" + text + "\"");
  }
}
