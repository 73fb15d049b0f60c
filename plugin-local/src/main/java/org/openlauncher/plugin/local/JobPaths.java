package org.openlauncher.plugin.local;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;

/** Reads the paths that a job names. */
final class JobPaths {
  private JobPaths() {}

  /**
   * Reads an absolute path.
   *
   * @param member the path's place in the request
   */
  static Path absolute(String member, String text) {
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

  /** Where a job starts: where it asks to, else in the home folder where there is one. */
  static Path workingDirectory(JobSpecification specification, Path home) {
    return specification
        .workingDirectory()
        .map(text -> absolute("$.job.workingDirectory", text))
        .orElseGet(() -> home.isAbsolute() && Files.isDirectory(home) ? home : Path.of("/"));
  }
}
