package org.openlauncher.host.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.audit.AuditLines;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.http.FrontDoorSettings.MetricsAccess;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.sessions.SessionComposer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A front door on a free port of loopback, with fakes behind it, and a client to knock with. */
final class TestDoor implements AutoCloseable {
  static final long LARGEST_BODY = 100_000;
  static final JsonMapper JSON = JsonMapper.builder().build();

  final FakeJobs jobs = new FakeJobs();
  final FakeClusters clusters = new FakeClusters();
  final FakeUsers users = new FakeUsers();
  final List<String> audit = new CopyOnWriteArrayList<>();
  final FrontDoor door;
  final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  TestDoor() {
    this(settings());
  }

  TestDoor(FrontDoorSettings settings) {
    this(settings, TestSessions.composer());
  }

  TestDoor(FrontDoorSettings settings, SessionComposer sessions) {
    this(settings, constantly(sessions));
  }

  /** With sessions that may change. */
  TestDoor(FrontDoorSettings settings, Supplier<SessionComposer> sessions) {
    door = door(settings, jobs, clusters, sessions);
    start();
  }

  /** With real jobs and clusters behind it. */
  TestDoor(Jobs realJobs, Clusters realClusters) {
    this(realJobs, realClusters, constantly(TestSessions.composer()));
  }

  /** With real jobs and clusters behind it, and sessions that may change. */
  TestDoor(Jobs realJobs, Clusters realClusters, Supplier<SessionComposer> sessions) {
    door = door(settings(), realJobs, realClusters, sessions);
    start();
  }

  private static Supplier<SessionComposer> constantly(SessionComposer sessions) {
    return () -> sessions;
  }

  private FrontDoor door(
      FrontDoorSettings settings,
      Jobs servedJobs,
      Clusters servedClusters,
      Supplier<SessionComposer> sessions) {
    return new FrontDoor(
        settings,
        servedJobs,
        servedClusters,
        new FakePlugins(),
        users,
        TestDoor::authenticate,
        () ->
            new NodeOverview(
                "machine1",
                "0.1.0",
                Instant.now().minusSeconds(5),
                ClusterHealth.Level.GREEN,
                List.of(),
                List.of(
                    new NodeOverview.Node(
                        "machine1", "machine1:5559", FakeJobs.SUBMITTED, "Online"))),
        List.of(
            () ->
                List.of(
                    new MetricSource.Metric(
                        "openlauncher_jobs",
                        "Jobs by state.",
                        MetricSource.Type.GAUGE,
                        List.of(new MetricSource.Sample(Map.of("state", "Running"), 7))))),
        new AuditLines(audit::add),
        sessions);
  }

  private void start() {
    try {
      door.start();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static FrontDoorSettings settings() {
    return settings(new ListenAddress.Tcp("127.0.0.1", 0), true, Duration.ofSeconds(15));
  }

  static FrontDoorSettings settings(
      ListenAddress address, boolean authorization, Duration keepAlive) {
    return new FrontDoorSettings(
        List.of(address),
        Optional.empty(),
        new DataSize(LARGEST_BODY),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        keepAlive,
        authorization,
        () -> Optional.of("launcher-admins"),
        MetricsAccess.LOCAL);
  }

  static JobSpecification specification(String name, String user) {
    return JobSpecification.builder(name, user, "Local").command("true").build();
  }

  /** Credentials here are words: the user's name, which "expired-" before it makes an old one. */
  private static Authenticator.Result authenticate(String credential) {
    if (credential.startsWith("expired-")) {
      return new Authenticator.Result.Expired();
    }
    return credential.matches("[a-z]+")
        ? new Authenticator.Result.Valid(credential)
        : new Authenticator.Result.Invalid("its signature is wrong");
  }

  int port() {
    return ((InetSocketAddress) door.boundAddress()).getPort();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpRequest.Builder as(String user, String path) {
    return request(path).header("Authorization", "Launcher " + user);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  HttpResponse<String> get(String user, String path) {
    return send(as(user, path));
  }

  HttpResponse<String> post(String user, String path, String body) {
    return send(
        as(user, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  /** Sends bytes as they are and reads until the server closes. */
  String raw(byte[] bytes) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  String raw(String text) {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    door.close();
  }

  /** Accounts for a few names; nobody else exists. */
  static final class FakeUsers implements UserDirectory {
    /** Until then nobody gets to know anything of user "hanging". */
    final CountDownLatch hanging = new CountDownLatch(1);

    @Override
    public Optional<UserAccount> remembered(String name) {
      return Set.of("alice", "bob", "ada").contains(name) ? find(name) : Optional.empty();
    }

    @Override
    public Optional<UserAccount> find(String name) {
      if (name.equals("hanging")) {
        try {
          hanging.await();
        } catch (InterruptedException stopped) {
          throw new LauncherException(ErrorCode.TIMEOUT, "the look-up was interrupted", stopped);
        }
      }
      return switch (name) {
        case "alice", "bob" -> Optional.of(account(name, 1001, "users"));
        case "ada" -> Optional.of(account(name, 1003, "launcher-admins"));
        case "slowuser" ->
            throw new LauncherException(ErrorCode.TIMEOUT, "the user database does not answer");
        default -> {
          String self = System.getProperty("user.name");
          yield name.equals(self)
              ? Optional.of(account(name, name.equals("root") ? 0 : 1004, "users"))
              : Optional.empty();
        }
      };
    }

    @Override
    public boolean hasGroup(String name) {
      return name.equals("users") || name.equals("launcher-admins");
    }

    @Override
    public UserAccount self() {
      return account("service", 999, "service");
    }

    private static UserAccount account(String name, long uid, String group) {
      return new UserAccount(
          name, uid, uid, List.of(group), List.of(uid), Path.of("/home", name), "/bin/sh");
    }
  }

  /** Two clusters, of which the second is out of reach. */
  static final class FakeClusters implements Clusters {
    volatile List<ClusterHealth> health =
        List.of(ClusterHealth.GREEN, new ClusterHealth(ClusterHealth.Level.YELLOW, "out of reach"));

    @Override
    public List<Overview> overview() {
      List<Overview> all = new ArrayList<>();
      health.forEach(
          state -> all.add(new Overview(all.isEmpty() ? "Local" : "Slurm", "Local", state, 3, 1)));
      return all;
    }

    @Override
    public List<CounterReading> counters() {
      return List.of();
    }

    @Override
    public List<PluginOverview> plugins() {
      return List.of(
          new PluginOverview("org.openlauncher.plugin-local", "0.1.0", "Local", "ACTIVE"));
    }

    @Override
    public CompletableFuture<Description> describe(UserAccount user, String cluster) {
      if (cluster.equals("Local")) {
        return CompletableFuture.completedFuture(
            new Description(
                "Local",
                "Local",
                Optional.of(
                    new Capabilities(
                        Set.of(JobOperation.values()),
                        Set.of(OutputType.values()),
                        Set.of(Capabilities.Feature.RESOURCE_USE),
                        Set.of("host"),
                        Set.of(ResourceLimit.MEMORY))),
                new ClusterInfo(
                    List.of("short", "long"),
                    Optional.of("short"),
                    List.of(
                        new ClusterInfo.LimitOffer(
                            ResourceLimit.MEMORY, Optional.of("512"), Optional.of("4096"))),
                    List.of(),
                    List.of(
                        new ClusterInfo.ResourceProfile(
                            "small",
                            Optional.of("Small"),
                            List.of(new ResourceLimit(ResourceLimit.MEMORY, "512")),
                            Optional.empty(),
                            List.of())),
                    List.of(),
                    Optional.empty(),
                    false,
                    List.of()),
                Optional.of(20L)));
      }
      return CompletableFuture.failedFuture(
          cluster.equals("Slurm")
              ? new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, "cluster Slurm is away")
              : new LauncherException(ErrorCode.NOT_FOUND, "there is no cluster of this name"));
    }

    @Override
    public CompletableFuture<Description> describeToAll(UserAccount user, String cluster) {
      return describe(user, cluster);
    }

    @Override
    public List<String> openTo(UserAccount user) {
      return List.of("Local", "Slurm");
    }
  }
}
