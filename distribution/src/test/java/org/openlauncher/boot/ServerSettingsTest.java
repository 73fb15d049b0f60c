package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
  @TempDir private Path folder;

  @Test
  void defaultsAreTheDocumentedOnes() throws Exception {
    assertThat(read("[server]\n"))
        .isEqualTo(
            new ServerSettings(
                "rstudio-server",
                Path.of("/var/lib/rstudio-launcher"),
                Path.of("/var/log/rstudio/launcher"),
                folder.resolve("secure-cookie-key"),
                "localhost",
                5559,
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(2)));
  }

  @Test
  void onlyTheServerSectionCounts() throws Exception {
    ServerSettings settings =
        read(
            """
            scratch-path=/outside
            [server]
            # server-user=commented
            server-user = launcher
            address=/run/launcher.sock
            enable-ssl=1
            certificate-file=/etc/launcher.pem
            [cluster]
            scratch-path=/of/the/cluster
            """);
    assertThat(settings.scratchPath()).isEqualTo(Path.of("/var/lib/rstudio-launcher"));
    assertThat(settings.serverUser()).isEqualTo("launcher");
    assertThat(settings.listenAddress()).isEqualTo("/run/launcher.sock");
    assertThat(settings.certificate()).contains(Path.of("/etc/launcher.pem"));
  }

  @Test
  void aWrongValueIsNamedWithItsLine() {
    assertThatThrownBy(() -> read("[server]\n\nport=http\n"))
        .hasMessage(
            folder.resolve("launcher.conf") + ":3: ERROR port is 'http', expected a number");
    assertThatThrownBy(() -> read("[server]\nscratch-path=here\n"))
        .hasMessageEndingWith(":2: ERROR scratch-path is 'here', expected an absolute path");
  }

  private ServerSettings read(String text) throws IOException, StartupException {
    Files.writeString(folder.resolve("launcher.conf"), text);
    return ServerSettings.read(folder);
  }
}
