package org.openlauncher.plugin.kubernetes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
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
import org.openlauncher.plugin.kubernetes.api.Connection;

/**
 * How a cluster of this type is configured.
 *
 * @param connection where the API server is, and as whom it is spoken to
 * @param namespace where the jobs are
 * @param watchTimeout how long one watch lasts
 * @param fetchLimit how many objects are listed at a time
 * @param requestTimeout how long the API server may take to answer
 * @param pullPolicy when images are fetched; empty for the cluster's default
 * @param pullSecrets the secrets with credentials for registries
 * @param pullTimeout how long fetching an image may take
 * @param serviceAccount the account of the pods; empty for the namespace's default
 * @param serviceType what makes exposed ports reachable
 * @param queue the queue of Kueue that jobs go through
 * @param minimumUserId the least user id that the owner of a job may have
 * @param outputLimit how much of a job's output is kept
 * @param stopGrace how long a job that was stopped may take to end; zero for as long as it likes
 * @param endedJobs how long the Job of an ended job is kept in the cluster
 * @param hostMountFolders folders of the nodes that may be mounted, with all that is in them
 */
record KubernetesOptions(
    Connection connection,
    String namespace,
    Duration watchTimeout,
    long fetchLimit,
    Duration requestTimeout,
    Optional<PullPolicy> pullPolicy,
    List<String> pullSecrets,
    Duration pullTimeout,
    Optional<String> serviceAccount,
    ServiceType serviceType,
    Optional<String> queue,
    long minimumUserId,
    DataSize outputLimit,
    Duration stopGrace,
    Duration endedJobs,
    List<String> hostMountFolders) {
  private static final long DAY = 86_400;
  private static final long MOST_PAGE = 10_000;
  private static final long DEFAULT_PAGE = 500;
  private static final long DEFAULT_MINIMUM_USER_ID = 1000;
  private static final long DEFAULT_OUTPUT_LIMIT = 1_000_000_000L;
  private static final Path OWN_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  static final ConfigurationOption<URI> API_URL =
      ConfigurationOption.optional(
          "api-url",
          ValueType.webAddress(),
          "Where the API server is, up to and without /api. Default: the cluster that the launcher"
              + " itself runs in, where it does.");
  static final ConfigurationOption<String> AUTH_TOKEN =
      ConfigurationOption.optional(
          "auth-token", ValueType.text(), "The bearer token that the launcher has for the API.");
  static final ConfigurationOption<Path> AUTH_TOKEN_FILE =
      ConfigurationOption.optional(
          "auth-token-file",
          ValueType.absolutePath(),
          "A file with that token, which somebody may renew; instead of auth-token.");
  static final ConfigurationOption<Path> KUBECONFIG =
      ConfigurationOption.optional(
          "kubeconfig",
          ValueType.absolutePath(),
          "A file as kubectl has it, instead of address and token; its current context counts.");
  static final ConfigurationOption<String> NAMESPACE =
      ConfigurationOption.withDefault(
          "kubernetes-namespace",
          ValueType.of(
              "a namespace's name",
              text ->
                  text.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
                      ? Optional.of(text)
                      : Optional.empty(),
              text -> text),
          "rstudio",
          "The namespace that jobs are in.");
  static final ConfigurationOption<Boolean> VERIFY_SSL_CERTS =
      ConfigurationOption.withDefault(
          "verify-ssl-certs",
          ValueType.flag(),
          true,
          "Whether the API server has to prove who it is.");
  static final ConfigurationOption<String> CERTIFICATE_AUTHORITY =
      ConfigurationOption.optional(
          "certificate-authority",
          ValueType.text(),
          "The certificates of the API server's authority: PEM, in base64 once more.");
  static final ConfigurationOption<Duration> WATCH_TIMEOUT =
      ConfigurationOption.withDefault(
          "watch-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 5, DAY),
          Duration.ofMinutes(5),
          "How long one watch of the API lasts before the next one follows.");
  static final ConfigurationOption<Long> FETCH_LIMIT =
      ConfigurationOption.withDefault(
          "fetch-limit",
          ValueType.wholeNumber(1, MOST_PAGE),
          DEFAULT_PAGE,
          "How many objects are listed with one request.");
  static final ConfigurationOption<Duration> API_TIMEOUT =
      ConfigurationOption.withDefault(
          "api-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, DAY),
          Duration.ofSeconds(30),
          "How long the API server may take to answer a request.");
  static final ConfigurationOption<PullPolicy> IMAGE_PULL_POLICY =
      ConfigurationOption.optional(
          "image-pull-policy",
          ValueType.word(PullPolicy.class, PullPolicy::word),
          "When nodes fetch images: Always, IfNotPresent or Never. Default: the cluster's.");
  static final ConfigurationOption<List<String>> IMAGE_PULL_SECRETS =
      ConfigurationOption.optional(
          "image-pull-secrets",
          ValueType.list(),
          "Secrets of the namespace with credentials for registries.");
  static final ConfigurationOption<Duration> IMAGE_PULL_TIMEOUT =
      ConfigurationOption.withDefault(
          "image-pull-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, 7 * DAY),
          Duration.ofMinutes(30),
          "How long a job waits for an image that can't be fetched.");
  static final ConfigurationOption<String> SERVICE_ACCOUNT =
      ConfigurationOption.optional(
          "service-account",
          ValueType.text(),
          "The service account of the pods; they never get its token. Default: the namespace's.");
  static final ConfigurationOption<ServiceType> SERVICE_TYPE =
      ConfigurationOption.withDefault(
          "service-type",
          ValueType.word(ServiceType.class, ServiceType::word),
          ServiceType.NODE_PORT,
          "What makes exposed ports reachable: a Service of type NodePort or ClusterIP.");
  static final ConfigurationOption<String> KUEUE_QUEUE =
      ConfigurationOption.optional(
          "kueue-queue",
          ValueType.text(),
          "The LocalQueue of Kueue that jobs go through. Default: none.");
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
  static final ConfigurationOption<Duration> ENDED_JOBS =
      ConfigurationOption.withDefault(
          "ended-job-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, 365 * DAY),
          Duration.ofHours(1),
          "How long the Job of an ended job is kept in the cluster; at most until the job expires.");
  static final ConfigurationOption<List<String>> HOST_MOUNT_FOLDERS =
      ConfigurationOption.optional(
          "host-mount-folders",
          ValueType.list(),
          "Folders of the nodes from which jobs may mount whatever is in them; {USER} and {HOME}"
              + " stand for the job's owner. Besides, the owner's home folder itself.");
  static final List<ConfigurationOption<?>> ALL =
      List.of(
          API_URL,
          AUTH_TOKEN,
          AUTH_TOKEN_FILE,
          KUBECONFIG,
          NAMESPACE,
          VERIFY_SSL_CERTS,
          CERTIFICATE_AUTHORITY,
          WATCH_TIMEOUT,
          FETCH_LIMIT,
          API_TIMEOUT,
          IMAGE_PULL_POLICY,
          IMAGE_PULL_SECRETS,
          IMAGE_PULL_TIMEOUT,
          SERVICE_ACCOUNT,
          SERVICE_TYPE,
          KUEUE_QUEUE,
          MINIMUM_USER_ID,
          OUTPUT_LIMIT,
          STOP_GRACE,
          ENDED_JOBS,
          HOST_MOUNT_FOLDERS);

  /** When nodes fetch images. */
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

  /** What makes exposed ports reachable. */
  enum ServiceType {
    NODE_PORT("NodePort"),
    CLUSTER_IP("ClusterIP");

    private final String word;

    ServiceType(String word) {
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
  static KubernetesOptions read(Settings settings) {
    OptionFault.refuse(check(settings), settings);
    return new KubernetesOptions(
        connection(settings),
        settings.get(NAMESPACE),
        settings.get(WATCH_TIMEOUT),
        settings.get(FETCH_LIMIT),
        settings.get(API_TIMEOUT),
        settings.find(IMAGE_PULL_POLICY),
        settings.find(IMAGE_PULL_SECRETS).orElse(List.of()),
        settings.get(IMAGE_PULL_TIMEOUT),
        settings.find(SERVICE_ACCOUNT),
        settings.get(SERVICE_TYPE),
        settings.find(KUEUE_QUEUE),
        settings.get(MINIMUM_USER_ID),
        settings.get(OUTPUT_LIMIT),
        settings.get(STOP_GRACE),
        settings.get(ENDED_JOBS),
        settings.find(HOST_MOUNT_FOLDERS).orElse(List.of()));
  }

  private static Connection connection(Settings settings) {
    Optional<Path> kubeconfig = settings.find(KUBECONFIG);
    if (kubeconfig.isPresent()) {
      return new Connection.ByFile(kubeconfig.get());
    }
    Optional<Connection.Authority> authority =
        settings
            .find(CERTIFICATE_AUTHORITY)
            .flatMap(KubernetesOptions::decoded)
            .map(Connection.Authority.Given::new);
    Connection.Credential credential =
        settings
            .find(AUTH_TOKEN)
            .<Connection.Credential>map(Connection.Credential.Given::new)
            .or(() -> settings.find(AUTH_TOKEN_FILE).map(Connection.Credential.InFile::new))
            .orElseGet(() -> new Connection.Credential.InFile(OWN_ACCOUNT.resolve("token")));
    Optional<URI> address = settings.find(API_URL);
    if (address.isEmpty() && authority.isEmpty()) {
      authority = Optional.of(new Connection.Authority.InFile(OWN_ACCOUNT.resolve("ca.crt")));
    }
    return new Connection.ByToken(
        address.map(URI::toString).or(KubernetesOptions::ownCluster).orElseThrow(),
        authority,
        settings.get(VERIFY_SSL_CERTS),
        credential);
  }

  /** The address that Kubernetes gives to everything that runs in it. */
  private static Optional<String> ownCluster() {
    return Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_HOST"))
        .map(
            host ->
                "https://"
                    + (host.contains(":") ? "[" + host + "]" : host)
                    + ":"
                    + Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_PORT")).orElse("443"));
  }

  private static Optional<String> decoded(String text) {
    try {
      String pem = new String(Base64.getMimeDecoder().decode(text), StandardCharsets.US_ASCII);
      return pem.contains("-----BEGIN CERTIFICATE-----") ? Optional.of(pem) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** What makes no sense. */
  static List<OptionFault> check(Settings settings) {
    return Stream.of(
            addressFault(settings),
            credentialFault(settings),
            settings.find(KUBECONFIG).flatMap(file -> fileFault(KUBECONFIG, file)),
            settings.find(AUTH_TOKEN_FILE).flatMap(file -> fileFault(AUTH_TOKEN_FILE, file)),
            settings
                .find(CERTIFICATE_AUTHORITY)
                .filter(text -> decoded(text).isEmpty())
                .map(
                    text ->
                        OptionFault.error(
                            CERTIFICATE_AUTHORITY,
                            "certificates in PEM, encoded in base64 once more",
                            "something else")),
            unverifiedFault(settings),
            settings.find(HOST_MOUNT_FOLDERS).flatMap(KubernetesOptions::foldersFault))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<OptionFault> addressFault(Settings settings) {
    Optional<URI> address = settings.find(API_URL);
    boolean byFile = settings.find(KUBECONFIG).isPresent();
    if (byFile && address.isPresent()) {
      return Optional.of(
          OptionFault.error(API_URL, "either kubeconfig or api-url", "both of them"));
    }
    if (address.isPresent()) {
      String path = String.valueOf(address.get().getPath());
      return path.endsWith("/api") || path.endsWith("/api/")
          ? Optional.of(
              OptionFault.error(
                  API_URL, "the address up to and without /api", "\"" + address.get() + "\""))
          : Optional.empty();
    }
    return byFile || ownCluster().isPresent()
        ? Optional.empty()
        : Optional.of(
            OptionFault.error(
                API_URL,
                "api-url or kubeconfig, since the launcher does not itself run in a cluster",
                "neither"));
  }

  private static Optional<OptionFault> credentialFault(Settings settings) {
    boolean token = settings.find(AUTH_TOKEN).isPresent();
    boolean file = settings.find(AUTH_TOKEN_FILE).isPresent();
    boolean kubeconfig = settings.find(KUBECONFIG).isPresent();
    if ((token ? 1 : 0) + (file ? 1 : 0) + (kubeconfig ? 1 : 0) > 1) {
      return Optional.of(
          OptionFault.error(
              token ? AUTH_TOKEN : AUTH_TOKEN_FILE,
              "one of auth-token, auth-token-file and kubeconfig",
              "more than one"));
    }
    return settings.find(API_URL).isPresent() && !token && !file
        ? Optional.of(
            OptionFault.error(
                AUTH_TOKEN, "auth-token or auth-token-file beside api-url", "neither"))
        : Optional.empty();
  }

  private static Optional<OptionFault> fileFault(ConfigurationOption<Path> option, Path file) {
    return Files.isReadable(file)
        ? Optional.empty()
        : Optional.of(
            OptionFault.error(
                option,
                "a file that user " + System.getProperty("user.name") + " may read",
                file.toString()));
  }

  private static Optional<OptionFault> unverifiedFault(Settings settings) {
    return settings.get(VERIFY_SSL_CERTS)
        ? Optional.empty()
        : Optional.of(
            OptionFault.warning(
                VERIFY_SSL_CERTS,
                "whoever stands between the launcher and the API server gets the launcher's token;"
                    + " name the certificate-authority instead"));
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
