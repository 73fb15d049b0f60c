package org.openlauncher.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code [server]} section of launcher.conf, each value with the line that it stands on. */
final class ServerSection {
  private final Path file;
  private final Map<String, Value> values = new HashMap<>();

  private record Value(String text, int line) {}

  private ServerSection(Path file) {
    this.file = file;
  }

  static ServerSection read(Path file) throws StartupException {
    ServerSection section = new ServerSection(file);
    try {
      section.parse(Files.readAllLines(file));
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "configuration file " + file + " cannot be read: " + problem);
    }
    return section;
  }

  private void parse(List<String> lines) {
    String section = "";
    int number = 0;
    for (String raw : lines) {
      number++;
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        section = line;
      } else if (section.equals("[server]") && !line.startsWith("#") && equals > 0) {
        values.put(
            line.substring(0, equals).strip(),
            new Value(line.substring(equals + 1).strip(), number));
      }
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Value::text).filter(text -> !text.isEmpty());
  }

  Optional<Path> path(String key) throws StartupException {
    Optional<String> text = text(key);
    if (text.isPresent() && !text.get().startsWith("/")) {
      throw wrong(key, "an absolute path");
    }
    return text.map(Path::of);
  }

  int number(String key, int whenAbsent) throws StartupException {
    Optional<String> text = text(key);
    if (text.isPresent() && !text.get().matches("[0-9]{1,9}")) {
      throw wrong(key, "a number");
    }
    return text.map(Integer::parseInt).orElse(whenAbsent);
  }

  private StartupException wrong(String key, String expected) {
    Value value = values.getOrDefault(key, new Value("", 0));
    return new StartupException(
        ExitStatus.CONFIGURATION,
        file
            + ":"
            + value.line()
            + ": ERROR "
            + key
            + " is '"
            + value.text()
            + "', expected "
            + expected);
  }
}
