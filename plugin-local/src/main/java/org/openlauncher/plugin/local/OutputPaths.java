package org.openlauncher.plugin.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.JobHandle;

/**
 * Where the output of a job goes; what a job's handle says.
 *
 * @param owner whose job it is
 * @param standardOutput empty for nowhere
 * @param standardError empty for nowhere
 */
record OutputPaths(String owner, Optional<Path> standardOutput, Optional<Path> standardError) {
  private static final int VERSION = 1;
  private static final String OWNER = "owner";
  private static final String STDOUT = "stdout";
  private static final String STDERR = "stderr";

  /** Lines {@code name=value}, without those that have no value. */
  JobHandle handle() {
    StringBuilder data = new StringBuilder(line(OWNER, owner));
    standardOutput.ifPresent(path -> data.append(line(STDOUT, path.toString())));
    standardError.ifPresent(path -> data.append(line(STDERR, path.toString())));
    return new JobHandle(VERSION, data.toString());
  }

  static OutputPaths of(JobHandle handle) {
    if (handle.version() != VERSION) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "the job's handle: expected version " + VERSION + ", found " + handle.version());
    }
    return new OutputPaths(
        value(handle, OWNER)
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.UNKNOWN, "the job's handle: expected an owner, found none")),
        value(handle, STDOUT).map(Path::of),
        value(handle, STDERR).map(Path::of));
  }

  private static String line(String name, String value) {
    return name + "=" + value.replace("\\", "\\\\").replace("\n", "\\n") + "\n";
  }

  private static Optional<String> value(JobHandle handle, String name) {
    return Stream.of(handle.data().split("\n", -1))
        .filter(line -> line.startsWith(name + "="))
        .map(line -> unescaped(line.substring(name.length() + 1)))
        .findFirst();
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (character == '\\' && index + 1 < text.length()) {
        index++;
        plain.append(text.charAt(index) == 'n' ? '\n' : text.charAt(index));
      } else {
        plain.append(character);
      }
    }
    return plain.toString();
  }
}
