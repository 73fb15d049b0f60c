package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.config.ServerSettings.TlsFiles;

class LauncherConfigurationTest {
  @TempDir private Path directory;
  private ConfigurationFixture fixture;

  @BeforeEach
  void makeFolder() {
    fixture = new ConfigurationFixture(directory);
  }

  @Test
  void everyDefaultOfTheServer() {
    LauncherConfiguration configuration = fixture.launcher(ConfigurationFixture.MINIMAL);

    assertThat(fixture.told()).isEmpty();
    assertThat(configuration.server())
        .isEqualTo(
            new ServerSettings(
                new ServerAddress.Tcp("localhost", 5559),
                Optional.empty(),
                Optional.empty(),
                "rstudio-server",
                1000,
                true,
                Optional.empty(),
                2 * Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(120),
                Duration.ofSeconds(120),
                new DataSize(5_242_880),
                Duration.ofSeconds(5),
                false,
                Path.of("/var/log/rstudio/launcher"),
                Path.of("/var/lib/rstudio-launcher"),
                directory.resolve("secure-cookie-key"),
                Optional.empty(),
                Optional.empty(),
                new JobStoreAddress("jdbc:sqlite:/var/lib/rstudio-launcher/jobs.db"),
                Optional.empty(),
                true,
                Duration.ofSeconds(60)));
    assertThat(configuration.clusters())
        .containsExactly(
            new ClusterSection(
                "Local",
                "Local",
                Optional.empty(),
                Optional.empty(),
                directory.resolve("launcher.local.conf"),
                Optional.empty(),
                Optional.empty(),
                new Origin(directory.resolve("launcher.conf"), 2)));
  }

  @Test
  void everyKeyOfTheServer() {
    LauncherConfiguration configuration =
        fixture.launcher(
            """
            [server]
            address=launcher.example.com
            port=5560
            unix-socket=/run/./launcher.sock
            enable-ssl=1
            certificate-file=/etc/rstudio/launcher.crt
            certificate-key-file=/etc/rstudio/launcher.pem
            server-user=launcher
            minimum-user-id=500
            authorization-enabled=0
            admin-group=launcher admins
            thread-pool-size=3
            request-timeout-seconds=7
            bootstrap-timeout-seconds=8
            max-message-size=2048
            heartbeat-interval-seconds=0
            enable-debug-logging=1
            logging-dir=/srv/log
            scratch-path=/srv/scratch
            secure-cookie-key-file=/srv/key
            plugins-dir=/srv/plugins
            plugin-certificate-file=/srv/signer.pem
            job-store-url=jdbc:postgresql://db/jobs?user=launcher&password=hidden#x
            instance-id=site-1
            metrics-enabled=0
            idle-socket-timeout-seconds=9
            [cluster]
            name=K8s-West
            type=Kubernetes
            exe=/usr/lib/plugin
            config-file=/srv/west.conf
            allowed-groups=staff, data science
            """);

    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:10: warning: authorization-enabled: everybody may do everything; use it"
                + " for tests only");
    assertThat(configuration.server())
        .isEqualTo(
            new ServerSettings(
                new ServerAddress.Tcp("launcher.example.com", 5560),
                Optional.of(new ServerAddress.UnixSocket(Path.of("/run/launcher.sock"))),
                Optional.of(
                    new TlsFiles(
                        Path.of("/etc/rstudio/launcher.crt"),
                        Path.of("/etc/rstudio/launcher.pem"))),
                "launcher",
                500,
                false,
                Optional.of("launcher admins"),
                3,
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                new DataSize(2048),
                Duration.ZERO,
                true,
                Path.of("/srv/log"),
                Path.of("/srv/scratch"),
                Path.of("/srv/key"),
                Optional.of(Path.of("/srv/plugins")),
                Optional.of(Path.of("/srv/signer.pem")),
                new JobStoreAddress("jdbc:postgresql://db/jobs?user=launcher&password=hidden#x"),
                Optional.of("site-1"),
                false,
                Duration.ofSeconds(9)));
    assertThat(configuration.clusters())
        .containsExactly(
            new ClusterSection(
                "K8s-West",
                "Kubernetes",
                Optional.of(Path.of("/usr/lib/plugin")),
                Optional.of(new Origin(directory.resolve("launcher.conf"), 30)),
                Path.of("/srv/west.conf"),
                Optional.of(List.of("staff", "data science")),
                Optional.empty(),
                new Origin(directory.resolve("launcher.conf"), 27)));
    assertThat(configuration.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "node-1.example.com.",
        "my_host",
        "7zip",
        "0.0.0.0",
        "255.1.20.249",
        "::",
        "::1",
        "2001:db8::7",
        "::ffff:10.0.0.1",
        "fe80::1%eth9"
      })
  void hostsOfAllKinds(String host) {
    ServerSettings server =
        fixture.launcher("[server]\naddress=" + host + "\n[cluster]\nname=a\ntype=b").server();

    assertThat(fixture.told()).isEmpty();
    assertThat(server.address()).isEqualTo(new ServerAddress.Tcp(host, 5559));
  }

  @Test
  void bracketsAroundAnAddressAreDropped() {
    ServerAddress address =
        fixture.launcher("[server]\naddress=[::1]\n[cluster]\nname=a\ntype=b").server().address();

    assertThat(address).isEqualTo(new ServerAddress.Tcp("::1", 5559));
    assertThat(address).hasToString("[::1]:5559");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:5559",
        "1.2.3",
        "1.2.3.256",
        "1.2.3.4.5",
        "01.2.3.4",
        ":::",
        "1:2",
        "12345::",
        "run/launcher.sock",
        "a b",
        "-host",
        "ho..st",
        "h\u00f6st",
        "[localhost]",
        "*"
      })
  void whatIsNoAddress(String text) {
    fixture.launcher("[server]\naddress=" + text + "\n[cluster]\nname=a\ntype=b");

    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:2: address: expected a host name, an IPv4 or IPv6 address, or the"
                + " absolute path of a unix socket, found \""
                + text
                + '"');
  }

  @Test
  void socketHasNoPortAndNoTls() {
    ServerSettings server =
        fixture
            .launcher(
                "[server]\naddress=/run/./launcher.sock\nport=1\nenable-ssl=1\n"
                    + "[cluster]\nname=a\ntype=b")
            .server();

    assertThat(server.address())
        .isEqualTo(new ServerAddress.UnixSocket(Path.of("/run/launcher.sock")));
    assertThat(server.tls()).isEmpty();
    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:3: warning: port: has no effect, since the address is a unix socket",
            "launcher.conf:4: enable-ssl: expected 0, since the address is a unix socket, which needs"
                + " no TLS; found 1");
    assertThat(fixture.problems().hasErrors()).isTrue();
  }

  @Test
  void aSocketBesideTheAddress() {
    ServerSettings server =
        fixture
            .launcher("[server]\nunix-socket=/run/launcher.sock\nport=7\n[cluster]\nname=a\ntype=b")
            .server();
    assertThat(fixture.told()).isEmpty();
    assertThat(server.address()).isEqualTo(new ServerAddress.Tcp("localhost", 7));
    assertThat(server.unixSocket())
        .contains(new ServerAddress.UnixSocket(Path.of("/run/launcher.sock")));

    fixture.launcher("[server]\naddress=/run/a\nunix-socket=/run/b\n[cluster]\nname=a\ntype=b");
    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:3: unix-socket: expected a TCP address beside it, found the unix socket"
                + " /run/a");

    fixture.launcher("[server]\nunix-socket=/" + "x".repeat(107) + "\n[cluster]\nname=a\ntype=b");
    assertThat(fixture.told().get(0))
        .startsWith(
            "launcher.conf:2: unix-socket: expected a unix socket's path of at most 107 bytes,"
                + " found 108 bytes: ");
  }

  @Test
  void socketsPathEndsAtTheKernelsLimitInBytes() {
    String longest = "/" + "\u00e9".repeat(53);
    String tooLong = longest + "x";

    fixture.launcher("[server]\naddress=" + longest + "\n[cluster]\nname=a\ntype=b");
    assertThat(fixture.told()).isEmpty();

    fixture.launcher("[server]\naddress=" + tooLong + "\n[cluster]\nname=a\ntype=b");
    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:2: address: expected a unix socket's path of at most 107 bytes, found"
                + " 108 bytes: \""
                + tooLong
                + '"');
  }

  @Test
  void emptyAdminGroupIsNobody() {
    ServerSettings server =
        fixture.launcher("[server]\nadmin-group=\n[cluster]\nname=a\ntype=b").server();

    assertThat(server.adminGroup()).isEmpty();
    assertThat(fixture.told()).isEmpty();
  }

  @Test
  void storeMovesWithTheScratchFolder() {
    ServerSettings server =
        fixture.launcher("[server]\nscratch-path=/srv/s\n[cluster]\nname=a\ntype=b").server();

    assertThat(server.jobStore().url()).isEqualTo("jdbc:sqlite:/srv/s/jobs.db");
  }

  @Test
  void onlyMembersOfAllowedGroupsMayUseACluster() {
    List<ClusterSection> clusters =
        fixture
            .launcher(
                """
                [server]
                [cluster]
                name=open
                type=t
                [cluster]
                name=closed
                type=t
                allowed-groups=staff,lab
                """)
            .clusters();

    assertThat(clusters.get(0).allows(memberOf("users"))).isTrue();
    assertThat(clusters.get(1).allows(memberOf("users"))).isFalse();
    assertThat(clusters.get(1).allows(memberOf("users", "lab"))).isTrue();
  }

  private static UserAccount memberOf(String... groups) {
    List<Long> ids = List.of(groups).stream().map(group -> (long) group.hashCode()).toList();
    return new UserAccount(
        "ann", 1000, 1000, List.of(groups), ids, Path.of("/home/ann"), "/bin/sh");
  }

  @Test
  void theServerAloneIsReadWhateverIsInClusters() {
    fixture.write(
        "launcher.conf",
        """
        [server]
        port=5560
        [cluster]
        nmae=Local
        neither key nor value
        [cluster]
        name=a/b
        name=c
        """);

    assertThat(LauncherConfiguration.readServer(fixture.folder(), fixture.problems()))
        .hasValueSatisfying(
            server ->
                assertThat(server.address()).isEqualTo(new ServerAddress.Tcp("localhost", 5560)));
    assertThat(fixture.told()).isEmpty();
  }

  @Test
  void theServerAloneIsCheckedAsEver() {
    fixture.write("launcher.conf", "port=1\n[server]\nport=http\n[sever]\n[server]\nprot=5560\n");

    assertThat(LauncherConfiguration.readServer(fixture.folder(), fixture.problems())).isPresent();
    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:1: expected [server] or [cluster] before the first key, found \"port\"",
            "launcher.conf:3: port: expected a whole number from 1 to 65535, found \"http\"",
            "launcher.conf:4: unknown section [sever]; did you mean \"server\"?",
            "launcher.conf:5: expected exactly one [server] section, found another one in line 2",
            "launcher.conf:6: unknown key \"prot\"; did you mean \"port\"?");
  }

  @Test
  void theServerAloneIsEmptyWithoutAFile() {
    assertThat(LauncherConfiguration.readServer(fixture.folder(), fixture.problems())).isEmpty();
    assertThat(fixture.told()).singleElement().asString().contains("there is no such file");
  }
}
