package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.ValueType;

class ClusterSettingsTest {
  private static final ConfigurationOption<Long> LIMIT =
      ConfigurationOption.withDefault("limit", ValueType.wholeNumber(0, 9), 4L, "A limit.");
  private static final ConfigurationOption<String> TOKEN =
      ConfigurationOption.optional("auth-token", ValueType.text(), "A token.");
  private static final ConfigurationOption<String> NEEDED =
      ConfigurationOption.required("api-url", ValueType.text(), "An address.");

  @TempDir private Path directory;
  private ConfigurationFixture fixture;

  @BeforeEach
  void makeFolder() {
    fixture = new ConfigurationFixture(directory);
  }

  @Test
  void everyDefaultWithoutAFile() {
    LauncherConfiguration launcher =
        fixture.launcher(
            """
            [server]
            server-user=launcher
            thread-pool-size=3
            enable-debug-logging=1
            scratch-path=/srv/s
            logging-dir=/srv/l
            [cluster]
            name=My.Cluster
            type=Local
            """);
    ClusterSettings settings =
        ClusterSettings.read(
            launcher, launcher.clusters().get(0), List.of(LIMIT, TOKEN), fixture.problems());

    assertThat(fixture.told()).isEmpty();
    assertThat(settings.get(ClusterOptions.SERVER_USER)).isEqualTo("launcher");
    assertThat(settings.get(ClusterOptions.THREAD_POOL_SIZE)).isEqualTo(3);
    assertThat(settings.get(ClusterOptions.ENABLE_DEBUG_LOGGING)).isTrue();
    assertThat(settings.get(ClusterOptions.SCRATCH_PATH)).isEqualTo(Path.of("/srv/s/My.Cluster"));
    assertThat(settings.get(ClusterOptions.LOGGING_DIR)).isEqualTo(Path.of("/srv/l"));
    assertThat(settings.get(ClusterOptions.JOB_EXPIRY)).isEqualTo(Duration.ofDays(1));
    assertThat(settings.get(ClusterOptions.PROFILE_CONFIG))
        .isEqualTo(directory.resolve("launcher.my.cluster.profiles.conf"));
    assertThat(settings.get(ClusterOptions.RESOURCE_PROFILE_CONFIG))
        .isEqualTo(directory.resolve("launcher.my.cluster.resources.conf"));
    assertThat(settings.get(LIMIT)).isEqualTo(4);
    assertThat(settings.find(TOKEN)).isEmpty();
    assertThat(settings.origin(LIMIT)).isEmpty();
    assertThatThrownBy(() -> settings.get(TOKEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("option auth-token has no value");
  }

  @Test
  void anotherServerUserThanTheServersIsWarnedOf() {
    ClusterSettings settings = fixture.local("limit=3\nserver-user=other\n", LIMIT);

    assertThat(settings.get(LIMIT)).isEqualTo(3);
    assertThat(fixture.told())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(":2: warning: server-user: expected rstudio-server, the server-user of")
        .contains("found \"other\"; one process serves all clusters");
  }

  @Test
  void whatHasChangedIsNamedSecretsAmongIt() {
    ClusterSettings before = fixture.local("limit=3\nauth-token=a\n", LIMIT, TOKEN);
    ClusterSettings after =
        fixture.local("auth-token=b\nlimit=3\njob-expiry-hours=24\n", LIMIT, TOKEN);

    assertThat(before.changed(after)).containsExactly("auth-token");
    assertThat(before.changed(before)).isEmpty();
  }

  @Test
  void everyKey() {
    ClusterSettings settings =
        fixture.local(
            """
            server-user=rstudio-server
            thread-pool-size=2
            enable-debug-logging=yes
            scratch-path=/a
            logging-dir=/b
            job-expiry-hours=48
            profile-config=/c
            resource-profile-config=/d
            limit=9
            api-url=http://x
            """,
            LIMIT,
            NEEDED);

    assertThat(fixture.told()).isEmpty();
    assertThat(settings.get(ClusterOptions.SERVER_USER)).isEqualTo("rstudio-server");
    assertThat(settings.get(ClusterOptions.THREAD_POOL_SIZE)).isEqualTo(2);
    assertThat(settings.get(ClusterOptions.ENABLE_DEBUG_LOGGING)).isTrue();
    assertThat(settings.get(ClusterOptions.SCRATCH_PATH)).isEqualTo(Path.of("/a"));
    assertThat(settings.get(ClusterOptions.LOGGING_DIR)).isEqualTo(Path.of("/b"));
    assertThat(settings.get(ClusterOptions.JOB_EXPIRY)).isEqualTo(Duration.ofDays(2));
    assertThat(settings.get(ClusterOptions.PROFILE_CONFIG)).isEqualTo(Path.of("/c"));
    assertThat(settings.get(ClusterOptions.RESOURCE_PROFILE_CONFIG)).isEqualTo(Path.of("/d"));
    assertThat(settings.get(LIMIT)).isEqualTo(9);
    assertThat(settings.get(NEEDED)).isEqualTo("http://x");
    assertThat(settings.origin(LIMIT))
        .contains(new Origin(directory.resolve("launcher.local.conf"), 9));
  }

  @Test
  void missingFileThatARequiredOptionNeedsIsNamed() {
    LauncherConfiguration launcher = fixture.launcher(ConfigurationFixture.MINIMAL);
    ClusterSettings settings =
        ClusterSettings.read(
            launcher, launcher.clusters().get(0), List.of(NEEDED), fixture.problems());

    assertThat(settings.find(NEEDED)).isEmpty();
    assertThat(fixture.told())
        .containsExactly(
            "launcher.local.conf: cluster Local: the key \"api-url\" is required and missing");
  }

  @Test
  void fileElsewhere() {
    Path elsewhere = fixture.write("elsewhere.conf", "limit=1");
    LauncherConfiguration launcher =
        fixture.launcher("[server]\n[cluster]\nname=a\ntype=t\nconfig-file=" + elsewhere);
    ClusterSettings settings =
        ClusterSettings.read(
            launcher, launcher.clusters().get(0), List.of(LIMIT), fixture.problems());

    assertThat(settings.origin(LIMIT)).contains(new Origin(elsewhere, 1));
  }

  @Test
  void leastUserIdIsTheServersAndNotBelowIt() {
    ConfigurationOption<Long> minimum =
        ConfigurationOption.withDefault(
            "minimum-user-id", ValueType.wholeNumber(1, 99_999), 1000L, "Who may have jobs.");
    String server = "[server]\nminimum-user-id=5000\n[cluster]\nname=Local\ntype=Local\n";
    LauncherConfiguration launcher = fixture.launcher(server);

    assertThat(read(launcher, minimum).get(minimum)).isEqualTo(5000);
    fixture.write("launcher.local.conf", "minimum-user-id=6000\n");
    assertThat(read(launcher, minimum).get(minimum)).isEqualTo(6000);
    assertThat(fixture.told()).isEmpty();

    fixture.write("launcher.local.conf", "# low\nminimum-user-id=4999\n");
    read(launcher, minimum);
    assertThat(fixture.told())
        .containsExactly(
            "launcher.local.conf:2: minimum-user-id: expected at least 5000, the minimum-user-id of"
                + " launcher.conf, found 4999");
  }

  @Test
  void programOfTheSectionIsTheDefaultOfAnOptionOfThatName() {
    ConfigurationOption<Path> program =
        ConfigurationOption.optional("exe", ValueType.absolutePath(), "The program.");
    LauncherConfiguration launcher =
        fixture.launcher("[server]\n[cluster]\nname=Local\ntype=t\nexe=/opt/plugin\n");

    assertThat(read(launcher, program).get(program)).isEqualTo(Path.of("/opt/plugin"));
    assertThat(read(launcher, program).origin(program))
        .contains(new Origin(directory.resolve("launcher.conf"), 5));
    assertThat(fixture.told()).isEmpty();

    fixture.write("launcher.local.conf", "exe=/opt/other\n");
    assertThat(read(launcher, program).get(program)).isEqualTo(Path.of("/opt/other"));
  }

  @Test
  void programThatNobodyRunsIsWarnedOf() {
    LauncherConfiguration launcher =
        fixture.launcher("[server]\n[cluster]\nname=Local\ntype=t\nexe=/opt/plugin\n");
    read(launcher, LIMIT);

    assertThat(fixture.told())
        .containsExactly("launcher.conf:5: warning: exe: a cluster of type t has none");
  }

  @Test
  void keysOfAnotherProgramArePassedOverInASharedFileOnly() {
    LauncherConfiguration launcher = fixture.launcher(ConfigurationFixture.MINIMAL);
    fixture.write("launcher.local.conf", "foreign=1\nlimit=x\n");

    ClusterSettings.read(
        launcher, launcher.clusters().get(0), List.of(LIMIT), true, fixture.problems());
    assertThat(fixture.told()).singleElement().asString().contains("launcher.local.conf:2: limit:");

    read(launcher, LIMIT);
    assertThat(fixture.told())
        .anySatisfy(told -> assertThat(told).contains("unknown key \"foreign\""));
  }

  private ClusterSettings read(LauncherConfiguration launcher, ConfigurationOption<?> option) {
    return ClusterSettings.read(
        launcher, launcher.clusters().get(0), List.of(option), fixture.problems());
  }

  @Test
  void secretsAreNotShownInProblems() {
    ConfigurationOption<Long> password =
        ConfigurationOption.optional("db-password", ValueType.wholeNumber(0, 1), "Odd.");
    ClusterSettings settings = fixture.local("db-password=hunter2\n", password);

    assertThat(settings.find(password)).isEmpty();
    assertThat(fixture.told())
        .containsExactly(
            "launcher.local.conf:1: db-password: expected a whole number from 0 to 1, found"
                + " \"***\"");
  }

  @Test
  void optionsThatWereNotDeclaredCannotBeRead() {
    ClusterSettings settings = fixture.local("", LIMIT);
    ConfigurationOption<String> otherTypeOfSameName =
        ConfigurationOption.optional("limit", ValueType.text(), "A limit.");

    assertThatThrownBy(() -> settings.find(TOKEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("option auth-token was not declared");
    assertThatThrownBy(() -> settings.find(otherTypeOfSameName))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pluginMayNotDeclareAnOptionOfEveryType() {
    ConfigurationOption<String> taken =
        ConfigurationOption.optional("server-user", ValueType.text(), "Mine.");

    assertThatThrownBy(() -> fixture.local("", taken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("option server-user is declared twice");
  }
}
