package org.openlauncher.plugin.docker;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.error.LauncherException;

/**
 * How a cluster of this type is configured.
 *
 * @param engine where the engine listens
 * @param tlsFolder certificates for an engine behind TLS
 * @param network the network that containers are in; empty for the engine's default
 * @param registryAuthFile credentials for registries, as the docker command writes them
 * @param pullPolicy when images are fetched
 * @param pullTimeout how long fetching an image may take
 * @param runtime the container runtime; empty for the engine's default
 * @param minimumUserId the least user id that the owner of a job may have
 * @param outputLimit how much of a job's output is kept
 * @param stopGrace how long a job that was stopped may take to end; zero for as long as it likes
 * @param endedContainers how long the container of an ended job is kept at the engine
 * @param processLimit how many processes and threads a container may have; zero for no limit
 * @param hostMountFolders folders that may be mounted although users can change what is in them
 * @param requestTimeout how long the engine may take to answer
 */
record DockerOptions(
    URI engine,
    Optional<Path> tlsFolder,
    Optional<String> network,
    Optional<Path> registryAuthFile,
    PullPolicy pullPolicy,
    Duration pullTimeout,
    Optional<String> runtime,
    long minimumUserId,
    DataSize outputLimit,
    Duration stopGrace,
    Duration endedContainers,
    long processLimit,
    List<String> hostMountFolders,
    Duration requestTimeout) {
  private static final long DEFAULT_MINIMUM_USER_ID = 1000;
  private static final long DEFAULT_OUTPUT_LIMIT = 1_000_000_000L;
  private static final long DEFAULT_PROCESS_LIMIT = 4096;
  private static final long DAY = 86_400;

  static final ConfigurationOption<String> DOCKER_HOST =
      ConfigurationOption.withDefault(
          "docker-host",
          ValueType.text(),
          "unix:///var/run/docker.sock",
          "Where the engine listens: unix://PATH or, with tls-cert-path, tcp://HOST:PORT.");
  static final ConfigurationOption<Path> TLS_CERT_PATH =
      ConfigurationOption.optional(
          "tls-cert-path",
          ValueType.absolutePath(),
          "The folder with ca.pem, cert.pem and key.pem for an engine behind TLS.");
  static final ConfigurationOption<String> NETWORK =
      ConfigurationOption.optional(
          "network",
          ValueType.text(),
          "The engine's network that containers are in. Default: the engine's own.");
  static final ConfigurationOption<Path> REGISTRY_AUTH_FILE =
      ConfigurationOption.optional(
          "registry-auth-file",
          ValueType.absolutePath(),
          "Credentials for registries, in the form of docker's config.json.");
  static final ConfigurationOption<PullPolicy> IMAGE_PULL_POLICY =
      ConfigurationOption.withDefault(
          "image-pull-policy",
          ValueType.word(PullPolicy.class, PullPolicy::word),
          PullPolicy.IF_NOT_PRESENT,
          "When images are fetched from their registry.");
  static final ConfigurationOption<Duration> IMAGE_PULL_TIMEOUT =
      ConfigurationOption.withDefault(
          "image-pull-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, 7 * DAY),
          Duration.ofMinutes(30),
          "How long fetching an image may take.");
  static final ConfigurationOption<String> CONTAINER_RUNTIME =
      ConfigurationOption.optional(
          "container-runtime",
          ValueType.text(),
          "The engine's runtime for the containers. Default: the engine's own.");
  static final ConfigurationOption<Long> MINIMUM_USER_ID =
      ConfigurationOption.withDefault(
          "minimum-user-id",
          ValueType.wholeNumber(1, Integer.MAX_VALUE),
          DEFAULT_MINIMUM_USER_ID,
          "The least user id that the owner of a job may have.");
  static final ConfigurationOption<DataSize> OUTPUT_LIMIT =
      ConfigurationOption.withDefault(
          "output-limit-bytes",
          ValueType.dataSize(0, Long.MAX_VALUE / 4),
          new DataSize(DEFAULT_OUTPUT_LIMIT),
          "How much of a job's output is kept; what comes after it is dropped, and said to be.");
  static final ConfigurationOption<Duration> STOP_GRACE =
      ConfigurationOption.withDefault(
          "stop-grace-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, DAY),
          Duration.ofSeconds(30),
          "How long a job that was stopped may take to end before it is killed; 0: for ever.");
  static final ConfigurationOption<Duration> ENDED_CONTAINERS =
      ConfigurationOption.withDefault(
          "ended-container-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, 365 * DAY),
          Duration.ofHours(1),
          "How long the container of an ended job is kept at the engine; at most until the job"
              + " expires.");
  static final ConfigurationOption<Long> PROCESS_LIMIT =
      ConfigurationOption.withDefault(
          "process-limit",
          ValueType.wholeNumber(0, Integer.MAX_VALUE),
          DEFAULT_PROCESS_LIMIT,
          "How many processes and threads a container may have; 0: no limit.");
  static final ConfigurationOption<List<String>> HOST_MOUNT_FOLDERS =
      ConfigurationOption.optional(
          "host-mount-folders",
          ValueType.list(),
          "Folders from which jobs may mount whatever is in them, even where users could change"
              + " the way to it; {USER} and {HOME} stand for the job's owner.");
  static final ConfigurationOption<Duration> REQUEST_TIMEOUT =
      ConfigurationOption.withDefault(
          "engine-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, DAY),
          Duration.ofSeconds(60),
          "How long the engine may take to answer a request.");
  static final List<ConfigurationOption<?>> ALL =
      List.of(
          DOCKER_HOST,
          TLS_CERT_PATH,
          NETWORK,
          REGISTRY_AUTH_FILE,
          IMAGE_PULL_POLICY,
          IMAGE_PULL_TIMEOUT,
          CONTAINER_RUNTIME,
          MINIMUM_USER_ID,
          OUTPUT_LIMIT,
          STOP_GRACE,
          ENDED_CONTAINERS,
          PROCESS_LIMIT,
          HOST_MOUNT_FOLDERS,
          REQUEST_TIMEOUT);

  /** Whether the engine is on this machine, and not only shares a file system with it. */
  boolean engineOnThisMachine() {
    return "unix".equals(engine.getScheme());
  }

  /** When images are fetched. */
  enum PullPolicy {
    ALWAYS("Always"),
    IF_NOT_PRESENT("IfNotPresent"),
    NEVER("Never");

    private final String word;

    PullPolicy(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * Reads the options.
   *
   * @throws LauncherException naming file and line of one that makes no sense
   */
  static DockerOptions read(Settings settings) {
    OptionFault.refuse(check(settings), settings);
    return new DockerOptions(
        URI.create(settings.get(DOCKER_HOST)),
        settings.find(TLS_CERT_PATH),
        settings.find(NETWORK),
        settings.find(REGISTRY_AUTH_FILE),
        settings.get(IMAGE_PULL_POLICY),
        settings.get(IMAGE_PULL_TIMEOUT),
        settings.find(CONTAINER_RUNTIME),
        settings.get(MINIMUM_USER_ID),
        settings.get(OUTPUT_LIMIT),
        settings.get(STOP_GRACE),
        settings.get(ENDED_CONTAINERS),
        settings.get(PROCESS_LIMIT),
        settings.find(HOST_MOUNT_FOLDERS).orElse(List.of()),
        settings.get(REQUEST_TIMEOUT));
  }

  /** What makes no sense. */
  static List<OptionFault> check(Settings settings) {
    return Stream.of(
            engineFault(settings),
            settings.find(TLS_CERT_PATH).flatMap(DockerOptions::certificatesFault),
            settings.find(REGISTRY_AUTH_FILE).flatMap(DockerOptions::credentialsFault),
            settings.find(HOST_MOUNT_FOLDERS).flatMap(DockerOptions::foldersFault))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<OptionFault> engineFault(Settings settings) {
    String text = settings.get(DOCKER_HOST);
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      if (scheme.equals("unix")
          && address.getHost() == null
          && address.getPath() != null
          && address.getPath().length() > 1) {
        return Optional.empty();
      }
      if (scheme.equals("tcp") && address.getHost() != null && address.getPort() > 0) {
        // Whoever reaches an engine is root on its machine.
        return settings.find(TLS_CERT_PATH).isPresent()
            ? Optional.empty()
            : Optional.of(
                OptionFault.error(
                    DOCKER_HOST,
                    "tls-cert-path beside it",
                    "\""
                        + text
                        + "\" alone: over TCP without TLS, everybody who reaches the engine is root"
                        + " there"));
      }
    } catch (URISyntaxException malformed) {
      // Told below.
    }
    return Optional.of(
        OptionFault.error(DOCKER_HOST, "unix:///PATH or tcp://HOST:PORT", "\"" + text + "\""));
  }

  private static Optional<OptionFault> certificatesFault(Path folder) {
    try {
      EngineTls.context(folder);
      return Optional.empty();
    } catch (EngineTls.UnusableException unusable) {
      return Optional.of(
          OptionFault.error(
              TLS_CERT_PATH,
              "a folder with ca.pem, cert.pem and key.pem (PKCS #8, not encrypted)",
              folder + ": " + unusable.getMessage()));
    }
  }

  /** It is read again for each image, so that it may come later. */
  private static Optional<OptionFault> credentialsFault(Path file) {
    return Files.isReadable(file)
        ? Optional.empty()
        : Optional.of(
            OptionFault.warning(
                REGISTRY_AUTH_FILE,
                "there is no file "
                    + file
                    + " that user "
                    + System.getProperty("user.name")
                    + " may read; images are fetched without credentials"));
  }

  private static Optional<OptionFault> foldersFault(List<String> folders) {
    return folders.stream()
        .filter(folder -> !folder.startsWith("/") && !folder.startsWith("{HOME}"))
        .findFirst()
        .map(
            folder ->
                OptionFault.error(
                    HOST_MOUNT_FOLDERS,
                    "absolute paths, or some that begin with {HOME}",
                    "\"" + folder + "\""));
  }
}
