package org.openlauncher.process.job;

import java.util.Optional;
import java.util.stream.Stream;

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
