package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.ValueType;

/** One fault at a time, with the exact message that the administrator reads. */
class PlantedFaultsTest {
  private static final String NAME_FORM =
      "name: expected up to 63 letters, digits, hyphens, underscores and dots, the first and last a"
          + " letter or digit, found ";

  @TempDir private Path directory;
  private ConfigurationFixture fixture;

  @BeforeEach
  void makeFolder() {
    fixture = new ConfigurationFixture(directory);
  }

  private static Arguments fault(String line, String told) {
    return Arguments.of(line, told);
  }

  static List<Arguments> serverFaults() {
    return List.of(
        fault("port=http", "port: expected a whole number from 1 to 65535, found \"http\""),
        fault("port=0", "port: expected a whole number from 1 to 65535, found \"0\""),
        fault("port=65536", "port: expected a whole number from 1 to 65535, found \"65536\""),
        fault("port=", "port: expected a whole number from 1 to 65535, found nothing"),
        fault(
            "port=5559 # ours",
            "port: expected a whole number from 1 to 65535, found \"5559 # ours\""),
        fault("port=\"5559\"", "port: expected a whole number from 1 to 65535, found \"\"5559\"\""),
        fault("prot=1", "unknown key \"prot\"; did you mean \"port\"?"),
        fault("Port=1", "unknown key \"Port\"; did you mean \"port\"?"),
        fault("adress=localhost", "unknown key \"adress\"; did you mean \"address\"?"),
        fault("server_user=x", "unknown key \"server_user\"; did you mean \"server-user\"?"),
        fault(
            "request-timeout=1",
            "unknown key \"request-timeout\"; did you mean \"request-timeout-seconds\"?"),
        fault("enable-ssl=on", "enable-ssl: expected 0 or 1, found \"on\""),
        fault("enable-debug-logging=2", "enable-debug-logging: expected 0 or 1, found \"2\""),
        fault("metrics-enabled=", "metrics-enabled: expected 0 or 1, found nothing"),
        fault("logging-dir=log", "logging-dir: expected an absolute path, found \"log\""),
        fault("scratch-path=~/s", "scratch-path: expected an absolute path, found \"~/s\""),
        fault("plugins-dir=./p", "plugins-dir: expected an absolute path, found \"./p\""),
        fault(
            "secure-cookie-key-file=key",
            "secure-cookie-key-file: expected an absolute path, found \"key\""),
        fault(
            "request-timeout-seconds=0",
            "request-timeout-seconds: expected a whole number of seconds from 1 to 86400, found"
                + " \"0\""),
        fault(
            "bootstrap-timeout-seconds=2m",
            "bootstrap-timeout-seconds: expected a whole number of seconds from 1 to 86400, found"
                + " \"2m\""),
        fault(
            "heartbeat-interval-seconds=-1",
            "heartbeat-interval-seconds: expected a whole number of seconds from 0 to 86400, found"
                + " \"-1\""),
        fault(
            "idle-socket-timeout-seconds=1.5",
            "idle-socket-timeout-seconds: expected a whole number of seconds from 1 to 86400, found"
                + " \"1.5\""),
        fault(
            "max-message-size=5MB",
            "max-message-size: expected a number of bytes from 1024 to 1073741824, found \"5MB\""),
        fault(
            "thread-pool-size=0",
            "thread-pool-size: expected a whole number from 1 to 10000, found \"0\""),
        fault("server-user=", "server-user: expected a text, found nothing"),
        fault(
            "job-store-url=postgres://ann:hidden@db/jobs",
            "job-store-url: expected an address that begins with jdbc:sqlite: or jdbc:postgresql:,"
                + " found \"postgres://ann:***@db/jobs\""),
        fault(
            "instance-id=../x",
            "instance-id: expected up to 63 letters, digits, hyphens, underscores and dots, the"
                + " first and last a letter or digit, found \"../x\""),
        fault("port 5559", "expected key=value, found no equals sign"),
        fault(" = 5559", "expected key=value, found nothing before the equals sign"),
        fault("port=1\u0000", "expected text, found a control character (U+0000)"),
        fault("port=1\u0007", "expected text, found a control character (U+0007)"),
        fault("port=1\rport=2", "expected text, found a control character (U+000D)"),
        fault("port=1\u0085", "expected text, found a control character (U+0085)"),
        fault("[serv", "expected a section header of the form [name], found \"[serv\""),
        fault("[]", "expected a section header of the form [name], found \"[]\""),
        fault("[[x]]", "expected a section header of the form [name], found \"[[x]]\""),
        fault("[x] # y", "expected a section header of the form [name], found \"[x] # y\""),
        fault("[clusters]", "unknown section [clusters]; did you mean \"cluster\"?"),
        fault("[Server]", "unknown section [Server]; did you mean \"server\"?"),
        fault("[session]", "unknown section [session]; expected one of cluster, server"),
        fault("[kubernetes]", "unknown section [kubernetes]; expected one of cluster, server"),
        fault("[server]", "expected exactly one [server] section, found another one in line 2"));
  }

  @ParameterizedTest
  @MethodSource("serverFaults")
  void faultOfTheServerSection(String line, String told) {
    fixture.launcher("# ours\n[server]\n\n" + line + "\n[cluster]\nname=a\ntype=b\n");

    assertThat(fixture.told()).containsExactly("launcher.conf:4: " + told);
    assertThat(fixture.problems().hasErrors()).isTrue();
  }

  static List<Arguments> clusterFaults() {
    return List.of(
        fault("name=a\n", "3: [cluster]: the key \"type\" is required and missing"),
        fault("type=Local\n", "3: [cluster]: the key \"name\" is required and missing"),
        fault("name=a/b\ntype=t\n", "4: " + NAME_FORM + "\"a/b\""),
        fault("name=..\ntype=t\n", "4: " + NAME_FORM + "\"..\""),
        fault("name=.a\ntype=t\n", "4: " + NAME_FORM + "\".a\""),
        fault("name=a b\ntype=t\n", "4: " + NAME_FORM + "\"a b\""),
        fault("name=caf\u00e9\ntype=t\n", "4: " + NAME_FORM + "\"caf\u00e9\""),
        fault(
            "name=tmp\ntype=t\n",
            "4: name: expected a name whose files are not those of something else, found \"tmp\""),
        fault(
            "name=Local.Profiles\ntype=t\n",
            "4: name: expected a name whose files are not those of something else, found"
                + " \"Local.Profiles\""),
        fault("name=a\ntype=\n", "5: type: expected a text, found nothing"),
        fault("name=a\nname=b\ntype=t\n", "5: the key \"name\" stands here already, in line 4"),
        fault(
            "name=a\ntype=t\nexe=plugin\n", "6: exe: expected an absolute path, found \"plugin\""),
        fault(
            "name=a\ntype=t\nconfig-file=x.conf\n",
            "6: config-file: expected an absolute path, found \"x.conf\""),
        fault(
            "name=a\ntype=t\nallowed-groups=\n",
            "6: allowed-groups: expected texts separated by commas, found nothing"),
        fault(
            "name=a\ntype=t\nallowed-groups=x,,y\n",
            "6: allowed-groups: expected texts separated by commas, found \"x,,y\""),
        fault(
            "name=a\ntype=t\nallowed-group=x\n",
            "6: unknown key \"allowed-group\"; did you mean \"allowed-groups\"?"),
        fault(
            "name=Slurm\ntype=t\n[cluster]\ntype=t\nname=slurm\n",
            "8: name: expected a name that no other cluster has, found \"slurm\" as in line 4"
                + " (upper and lower case are the same here)"));
  }

  @ParameterizedTest
  @MethodSource("clusterFaults")
  void faultOfAClusterSection(String lines, String told) {
    fixture.launcher("[server]\n\n[cluster]\n" + lines);

    assertThat(fixture.told()).containsExactly("launcher.conf:" + told);
  }

  @Test
  void filesWithoutTheirSections() {
    fixture.launcher("");

    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf: expected exactly one [server] section, found none",
            "launcher.conf: expected at least one [cluster] section, found none");
  }

  @Test
  void keyBeforeTheFirstSection() {
    fixture.launcher("port=1\n" + ConfigurationFixture.MINIMAL);

    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:1: expected [server] or [cluster] before the first key, found \"port\"");
  }

  @Test
  void tlsNeedsBothFiles() {
    fixture.launcher("[server]\nenable-ssl=1\n[cluster]\nname=a\ntype=b");

    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:2: enable-ssl: the key \"certificate-file\" is required with it, and"
                + " missing in [server]",
            "launcher.conf:2: enable-ssl: the key \"certificate-key-file\" is required with it, and"
                + " missing in [server]");
  }

  @Test
  void certificateWithoutTlsIsProbablyNotMeant() {
    fixture.launcher("[server]\ncertificate-file=/c\n[cluster]\nname=a\ntype=b");

    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:2: warning: certificate-file: has no effect, since enable-ssl is not"
                + " set");
  }

  @Test
  void allProblemsOfAllFilesInOrder() {
    fixture.write("launcher.b.conf", "job-expiry-hours=x\n\nsratch-path=/s\n");
    fixture.write("launcher.a.conf", "[jobs]\n");
    LauncherConfiguration launcher =
        fixture.launcher(
            """
            [cluster]
            name=b
            type=t
            colour=red
            [cluster]
            name=a
            type=t
            [server]
            prt=1
            port=x
            """);
    ConfigurationOption<String> needed =
        ConfigurationOption.required("api-url", ValueType.text(), "Where it is.");
    for (ClusterSection cluster : launcher.clusters()) {
      ClusterSettings unused =
          ClusterSettings.read(launcher, cluster, List.of(needed), fixture.problems());
      assertThat(unused.find(needed)).isEmpty();
    }

    assertThat(fixture.told())
        .containsExactly(
            "launcher.a.conf: cluster a: the key \"api-url\" is required and missing",
            "launcher.a.conf:1: expected no section in this file, found [jobs]; its keys stand on"
                + " their own",
            "launcher.b.conf: cluster b: the key \"api-url\" is required and missing",
            "launcher.b.conf:1: job-expiry-hours: expected a whole number of hours from 1 to 87600,"
                + " found \"x\"",
            "launcher.b.conf:3: unknown key \"sratch-path\"; did you mean \"scratch-path\"?",
            "launcher.conf:4: unknown key \"colour\"; expected one of allowed-groups, config-file,"
                + " exe, name, type",
            "launcher.conf:9: unknown key \"prt\"; did you mean \"port\"?",
            "launcher.conf:10: port: expected a whole number from 1 to 65535, found \"x\"");
  }

  @Test
  void longTextsAreCutInMessages() {
    fixture.launcher(
        "[server]\nport=" + "\uD83D\uDE80".repeat(5000) + "\n[cluster]\nname=a\ntype=b");

    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf:2: port: expected a whole number from 1 to 65535, found \""
                + "\uD83D\uDE80".repeat(100)
                + "...\"");
  }
}
