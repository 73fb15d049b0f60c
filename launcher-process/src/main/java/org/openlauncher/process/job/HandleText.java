package org.openlauncher.process.job;

import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.OutputType;

/** The text of a job's handle: lines {@code name=value}, in which a value may hold anything. */
public final class HandleText {
  private HandleText() {}

  /** One line. */
  public static String line(String name, String value) {
    return name + "=" + value.replace("\\", "\\\\").replace("\n", "\\n") + "\n";
  }

  /** The value of the first line with this name; empty where there is none. */
  public static Optional<String> value(String text, String name) {
    return Stream.of(text.split("\n", -1))
        .filter(line -> line.startsWith(name + "="))
        .map(line -> unescaped(line.substring(name.length() + 1)))
        .findFirst();
  }

  /** What a cluster says to whoever wants an output of a job whose handle it can't read. */
  public static LauncherException noOutput(LaunchedJob job, OutputType type) {
    return new LauncherException(
        ErrorCode.JOB_OUTPUT_NOT_FOUND,
        "there is no "
            + type.wireName()
            + " of job "
            + job.id()
            + ": its handle, of version "
            + job.handle().version()
            + ", does not say where it is");
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
