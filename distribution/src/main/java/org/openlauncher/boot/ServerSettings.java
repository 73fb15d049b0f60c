package org.openlauncher.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The few values of launcher.conf's {@code [server]} section that are needed before the framework
 * runs, or without it. The host checks the whole file.
 */
public record ServerSettings(
    String serverUser,
    Path scratchPath,
    Path loggingFolder,
    Path keyFile,
    String address,
    int port,
    Optional<Path> certificate,
    Optional<Path> pluginsFolder,
    Duration bootstrapTimeout) {

  /** {@code host:port}, or the path of a unix socket. */
  public String listenAddress() {
    return address.startsWith("/") ? address : address + ":" + port;
  }

  public static ServerSettings read(Path configurationFolder) throws StartupException {
    Path file = configurationFolder.resolve("launcher.conf");
    Map<String, String> values = new HashMap<>();
    try {
      List<String> lines = Files.readAllLines(file);
      String section = "";
      for (String raw : lines) {
        String line = raw.strip();
        if (line.startsWith("[")) {
          section = line;
        } else if (section.equals("[server]") && !line.startsWith("#") && line.contains("=")) {
          int equals = line.indexOf('=');
          values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "configuration file " + file + " cannot be read: " + problem);
    }
    return new ServerSettings(
        values.getOrDefault("server-user", "rstudio-server"),
        Path.of(values.getOrDefault("scratch-path", "/var/lib/rstudio-launcher")),
        Path.of(values.getOrDefault("logging-dir", "/var/log/rstudio/launcher")),
        Path.of(
            values.getOrDefault(
                "secure-cookie-key-file",
                configurationFolder.resolve("secure-cookie-key").toString())),
        values.getOrDefault("address", "localhost"),
        Integer.parseInt(values.getOrDefault("port", "5559")),
        "1".equals(values.get("enable-ssl"))
            ? Optional.ofNullable(values.get("certificate-file")).map(Path::of)
            : Optional.empty(),
        Optional.ofNullable(values.get("plugins-dir")).map(Path::of),
        Duration.ofSeconds(
            Integer.parseInt(values.getOrDefault("bootstrap-timeout-seconds", "120"))));
  }
}
