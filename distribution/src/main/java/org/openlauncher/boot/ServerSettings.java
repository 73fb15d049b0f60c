package org.openlauncher.boot;

import java.nio.file.Path;
import java.time.Duration;
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

  public static ServerSettings read(Path configurationFolder) throws StartupException {
    ServerSection section = ServerSection.read(configurationFolder.resolve("launcher.conf"));
    boolean secured = section.text("enable-ssl").equals(Optional.of("1"));
    return new ServerSettings(
        section.text("server-user").orElse("rstudio-server"),
        section.path("scratch-path").orElse(Path.of("/var/lib/rstudio-launcher")),
        section.path("logging-dir").orElse(Path.of("/var/log/rstudio/launcher")),
        section
            .path("secure-cookie-key-file")
            .orElse(configurationFolder.resolve("secure-cookie-key")),
        section.text("address").orElse("localhost"),
        section.number("port", 5559),
        secured ? section.path("certificate-file") : Optional.empty(),
        section.path("plugins-dir"),
        Duration.ofSeconds(section.number("bootstrap-timeout-seconds", 120)));
  }

  /** {@code host:port}, or the path of a unix socket. */
  public String listenAddress() {
    return address.startsWith("/") ? address : address + ":" + port;
  }
}
