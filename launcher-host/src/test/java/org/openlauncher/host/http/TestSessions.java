package org.openlauncher.host.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.sessions.SessionComposer;

/** Sessions as a door's tests need them: all workbenches are offered. */
final class TestSessions {
  private static final int BITS = 2048;

  private TestSessions() {}

  /** What a folder's files say. */
  static SessionConfiguration read(Path folder) {
    Problems problems = new Problems();
    return SessionConfiguration.read(
        LauncherConfiguration.read(new ConfigurationFolder(folder), problems).orElseThrow(),
        text -> Optional.empty(),
        problems);
  }

  static SessionComposer composer() {
    try {
      Path folder = Files.createTempDirectory("sessions");
      Files.writeString(
          folder.resolve("launcher.conf"), "[server]\n[cluster]\nname=Local\ntype=Local\n");
      Files.writeString(
          folder.resolve("rserver.conf"),
          """
          launcher-sessions-enabled=1
          launcher-address=localhost
          launcher-port=5559
          launcher-sessions-callback-address=http://rstudio:8787
          """);
      Files.writeString(folder.resolve("jupyter.conf"), "labs-enabled=1\nnotebooks-enabled=1\n");
      Files.writeString(folder.resolve("launcher-env"), "USER_HOME=/home/{USER}\n");
      SessionConfiguration configuration = read(folder);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      String pem =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder()
                  .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n";
      SessionKey key =
          SessionKey.of(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII), folder);
      return new SessionComposer(configuration, Optional.of(key));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException | KeyFileException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
