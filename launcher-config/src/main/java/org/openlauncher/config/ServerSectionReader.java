package org.openlauncher.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.config.ConfigurationFile.Section;
import org.openlauncher.config.ServerSettings.TlsFiles;

/** Makes {@link ServerSettings} of a {@code [server]} section; checks what one value can't tell. */
final class ServerSectionReader {
  private static final String PLACE = "[server]";

  private final Path file;
  private final OptionValues values;
  private final Problems problems;

  ServerSectionReader(ConfigurationFolder folder, Path file, Section section, Problems problems) {
    this.file = file;
    this.problems = problems;
    ComputedDefaults defaults =
        new ComputedDefaults()
            .with(ServerOptions.SECURE_COOKIE_KEY_FILE, folder.file("secure-cookie-key"))
            .with(ServerOptions.JOB_STORE_URL, JobStoreAddress.in(scratch(file, section)).url());
    this.values =
        OptionValues.read(
            file,
            withoutEmptyAdminGroup(section),
            PLACE,
            defaults.applyTo(ServerOptions.ALL),
            problems);
  }

  /** Read ahead, since a default hangs on it; what is wrong with it is told later. */
  private static Path scratch(Path file, Section section) {
    List<ConfigurationFile.Entry> entry =
        section.entries().stream()
            .filter(each -> each.key().equals(ServerOptions.SCRATCH_PATH.name()))
            .toList();
    return OptionValues.read(
            file,
            new Section(section.name(), section.header(), entry),
            PLACE,
            List.of(ServerOptions.SCRATCH_PATH),
            new Problems())
        .get(ServerOptions.SCRATCH_PATH);
  }

  /** An empty value is this key's documented default; no other key may be empty. */
  private static Section withoutEmptyAdminGroup(Section section) {
    return new Section(
        section.name(),
        section.header(),
        section.entries().stream()
            .filter(
                entry ->
                    !(entry.key().equals(ServerOptions.ADMIN_GROUP.name())
                        && entry.value().isEmpty()))
            .toList());
  }

  ServerSettings settings() {
    ServerAddress address = address();
    if (!values.get(ServerOptions.AUTHORIZATION_ENABLED)) {
      warn(
          ServerOptions.AUTHORIZATION_ENABLED,
          "everybody may do everything; use it for tests only");
    }
    return new ServerSettings(
        address,
        unixSocket(address),
        tls(address),
        values.get(ServerOptions.SERVER_USER),
        values.get(ServerOptions.MINIMUM_USER_ID),
        values.get(ServerOptions.AUTHORIZATION_ENABLED),
        values.find(ServerOptions.ADMIN_GROUP),
        Math.toIntExact(values.get(ServerOptions.THREAD_POOL_SIZE)),
        values.get(ServerOptions.REQUEST_TIMEOUT),
        values.get(ServerOptions.BOOTSTRAP_TIMEOUT),
        values.get(ServerOptions.MAX_MESSAGE_SIZE),
        values.get(ServerOptions.HEARTBEAT_INTERVAL),
        values.get(ServerOptions.ENABLE_DEBUG_LOGGING),
        values.get(ServerOptions.LOGGING_DIR),
        values.get(ServerOptions.SCRATCH_PATH),
        values.get(ServerOptions.SECURE_COOKIE_KEY_FILE),
        values.find(ServerOptions.PLUGINS_DIR),
        values.find(ServerOptions.PLUGIN_CERTIFICATE_FILE),
        jobStore(),
        instanceId(),
        values.get(ServerOptions.METRICS_ENABLED),
        values.get(ServerOptions.IDLE_SOCKET_TIMEOUT));
  }

  List<EffectiveValue> listed() {
    return values.listed(file, Optional.of("server"), Optional.empty());
  }

  private ServerAddress address() {
    String text = values.get(ServerOptions.ADDRESS);
    int port = Math.toIntExact(values.get(ServerOptions.PORT));
    if (text.startsWith("/")) {
      if (values.origin(ServerOptions.PORT).isPresent()) {
        warn(ServerOptions.PORT, "has no effect, since the address is a unix socket");
      }
      return socket(ServerOptions.ADDRESS, Path.of(text).normalize());
    }
    Optional<String> host = ServerAddress.host(text);
    if (host.isEmpty()) {
      wrong(
          ServerOptions.ADDRESS,
          "a host name, an IPv4 or IPv6 address, or the absolute path of a unix socket");
    }
    return new ServerAddress.Tcp(host.orElse(text), port);
  }

  private Optional<ServerAddress.UnixSocket> unixSocket(ServerAddress address) {
    Optional<Path> path = values.find(ServerOptions.UNIX_SOCKET);
    if (path.isPresent() && address instanceof ServerAddress.UnixSocket first) {
      error(
          ServerOptions.UNIX_SOCKET,
          "expected a TCP address beside it, found the unix socket " + first);
      return Optional.empty();
    }
    return path.map(socket -> socket(ServerOptions.UNIX_SOCKET, socket));
  }

  private ServerAddress.UnixSocket socket(ConfigurationOption<?> option, Path path) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > ServerAddress.UnixSocket.LONGEST_PATH) {
      error(
          option,
          "expected a unix socket's path of at most %d bytes, found %d bytes: %s"
              .formatted(
                  ServerAddress.UnixSocket.LONGEST_PATH, length, Quoted.of(path.toString())));
    }
    return new ServerAddress.UnixSocket(path);
  }

  private Optional<TlsFiles> tls(ServerAddress address) {
    Optional<Path> certificate = values.find(ServerOptions.CERTIFICATE_FILE);
    Optional<Path> key = values.find(ServerOptions.CERTIFICATE_KEY_FILE);
    if (!values.get(ServerOptions.ENABLE_SSL)) {
      String noEffect = "has no effect, since enable-ssl is not set";
      certificate.ifPresent(ignored -> warn(ServerOptions.CERTIFICATE_FILE, noEffect));
      key.ifPresent(ignored -> warn(ServerOptions.CERTIFICATE_KEY_FILE, noEffect));
      return Optional.empty();
    }
    if (address instanceof ServerAddress.UnixSocket) {
      error(
          ServerOptions.ENABLE_SSL,
          "expected 0, since the address is a unix socket, which needs no TLS; found 1");
      return Optional.empty();
    }
    requireWithSsl(ServerOptions.CERTIFICATE_FILE);
    requireWithSsl(ServerOptions.CERTIFICATE_KEY_FILE);
    return certificate.flatMap(present -> key.map(keyFile -> new TlsFiles(present, keyFile)));
  }

  private void requireWithSsl(ConfigurationOption<Path> option) {
    if (values.origin(option).isEmpty()) {
      values
          .origin(ServerOptions.ENABLE_SSL)
          .ifPresent(
              origin ->
                  problems.error(
                      origin,
                      "enable-ssl: the key \""
                          + option.name()
                          + "\" is required with it, and missing in "
                          + PLACE));
    }
  }

  private JobStoreAddress jobStore() {
    String url = values.get(ServerOptions.JOB_STORE_URL);
    if (!JobStoreAddress.isValid(url)) {
      wrong(
          ServerOptions.JOB_STORE_URL,
          "an address that begins with jdbc:sqlite: or jdbc:postgresql:");
    }
    return new JobStoreAddress(url);
  }

  private Optional<String> instanceId() {
    Optional<String> id = values.find(ServerOptions.INSTANCE_ID);
    if (id.filter(text -> !SafeName.isSafe(text)).isPresent()) {
      wrong(ServerOptions.INSTANCE_ID, SafeName.EXPECTED);
    }
    return id;
  }

  private void wrong(ConfigurationOption<String> option, String expected) {
    String found = Quoted.of(Secrets.masked(option.name(), values.get(option)));
    values
        .origin(option)
        .ifPresent(
            origin ->
                problems.error(
                    origin, option.name() + ": expected " + expected + ", found " + found));
  }

  private void error(ConfigurationOption<?> option, String message) {
    values
        .origin(option)
        .ifPresent(origin -> problems.error(origin, option.name() + ": " + message));
  }

  private void warn(ConfigurationOption<?> option, String message) {
    values
        .origin(option)
        .ifPresent(origin -> problems.warning(origin, option.name() + ": " + message));
  }
}
