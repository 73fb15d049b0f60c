package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.ValueType;

class EffectiveConfigurationTest {
  @TempDir private Path directory;

  @Test
  void tellsEveryValueAndItsSource() {
    ConfigurationFixture fixture = new ConfigurationFixture(directory);
    fixture.write("launcher.local.conf", "\nauth-token=hidden\n");
    LauncherConfiguration launcher =
        fixture.launcher(
            """
            [server]
            port = 5560
            job-store-url=jdbc:postgresql://db/jobs?user=u&password=hidden&ssl=true
            [cluster]
            name=Local
            type=Local
            """);
    ConfigurationOption<String> token =
        ConfigurationOption.required("auth-token", ValueType.text(), "A token.");
    ClusterSettings local =
        ClusterSettings.read(
            launcher, launcher.clusters().get(0), List.of(token), fixture.problems());
    EffectiveConfiguration effective = EffectiveConfiguration.of(launcher, List.of(local));

    assertThat(fixture.told()).isEmpty();
    assertThat(effective.lines())
        .containsSequence(
            directory + "/launcher.conf",
            "  [server]",
            "    address=localhost  (default)",
            "    port=5560  (" + directory + "/launcher.conf:2)",
            "    unix-socket not set  (default)",
            "    enable-ssl=0  (default)",
            "    certificate-file not set  (default)")
        .contains(
            "    job-store-url=jdbc:postgresql://db/jobs?user=u&password=***&ssl=true  ("
                + directory
                + "/launcher.conf:3)")
        .containsSequence(
            "  [cluster] (Local)",
            "    name=Local  (" + directory + "/launcher.conf:5)",
            "    type=Local  (" + directory + "/launcher.conf:6)",
            "    exe not set  (default)",
            "    config-file=" + directory + "/launcher.local.conf  (default)",
            "    allowed-groups not set  (default)",
            directory + "/launcher.local.conf",
            "  cluster Local",
            "    server-user=rstudio-server  (default)")
        .endsWith("    auth-token=***  (" + directory + "/launcher.local.conf:2)");
    assertThat(effective.values())
        .contains(
            new EffectiveValue(
                directory.resolve("launcher.conf"),
                Optional.of("server"),
                Optional.empty(),
                "port",
                Optional.of("5560"),
                Optional.of(new Origin(directory.resolve("launcher.conf"), 2))))
        .hasSize(
            ServerOptions.ALL.size()
                + ClusterSectionReader.ALL.size()
                + ClusterOptions.ALL.size()
                + 1);
    assertThat(effective.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource({
    "auth-token, abc, ***",
    "image-pull-secrets, abc, ***",
    "client-key-data, abc, ***",
    "DB, jdbc:postgresql://u:p/w@x@h/d?a=b@c, jdbc:postgresql://u:***@h/d?a=b@c",
    "DB, jdbc:postgresql://h:5432/d?password=a, jdbc:postgresql://h:5432/d?password=***",
    "DB, jdbc:postgresql://h/d?x=1&sslPassword=a&y=2, jdbc:postgresql://h/d?x=1&sslPassword=***&y=2",
    "rest-url, http://h:6820/slurm, http://h:6820/slurm",
    "secure-cookie-key-file, /etc/key, /etc/key",
    "args, a=b, a=b"
  })
  void secretPartsOfValuesAreHidden(String option, String value, String shown) {
    assertThat(Secrets.masked(option, value)).isEqualTo(shown);
  }
}
