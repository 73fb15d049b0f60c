package org.openlauncher.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.auth.SessionPublicKey;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.ServerAddress;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.config.ServerSettings.TlsFiles;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.daemon.ServiceAccount;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Looks at configuration, keys, certificates and folders. Changes nothing. */
final class FileSteps {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConfigurationFolder folder;
  private final Report report;

  FileSteps(ConfigurationFolder folder, Report report) {
    this.folder = folder;
    this.report = report;
  }

  /** Looks at what a configuration without faults names. */
  void run(ServerSettings server, SessionConfiguration sessions) throws StartupException {
    report.begin();
    Optional<ServiceAccount> account = ServiceAccount.find(server.serverUser());
    if (account.isEmpty() && ServiceAccount.startedByRoot()) {
      report.failed(
          "server-user " + server.serverUser(),
          "there is no such user",
          "run: sudo useradd --system --shell /usr/sbin/nologin " + server.serverUser());
    }
    cookieKey(server, account);
    if (sessions.sessionsEnabled().value()
        || Files.exists(folder.file(SessionKey.FILE), LinkOption.NOFOLLOW_LINKS)) {
      sessionKey();
    }
    server
        .tls()
        .ifPresent(
            tls ->
                certificate(
                    tls,
                    sessions
                        .verifiedLauncher()
                        .map(ServerAddress.Tcp::host)
                        .orElseGet(
                            () ->
                                server.address() instanceof ServerAddress.Tcp address
                                    ? address.host()
                                    : "localhost")));
    account.ifPresent(
        user -> {
          owned("scratch-path", server.scratchFolder(), user);
          owned("logging-dir", server.loggingFolder(), user);
        });
  }

  static Optional<String> jsonFault(String text) {
    try {
      return JSON.readTree(text).isObject() ? Optional.empty() : Optional.of("expected an object");
    } catch (JacksonException notJson) {
      return Optional.of(notJson.getOriginalMessage());
    }
  }

  private void cookieKey(ServerSettings server, Optional<ServiceAccount> account) {
    try {
      if (account.isPresent()) {
        SecureCookieKey.read(server.secureCookieKeyFile(), account.get().userId());
      } else {
        SecureCookieKey.read(server.secureCookieKeyFile());
      }
      report.passed("secure-cookie-key");
    } catch (KeyFileException fault) {
      report.failed("secure-cookie-key", fault.getMessage(), "");
    }
  }

  private void sessionKey() {
    try {
      SessionKey key = SessionKey.read(folder.file(SessionKey.FILE));
      report.passed(SessionKey.FILE);
      Path file = folder.file(SessionKey.PUBLIC_FILE);
      if (SessionPublicKey.read(file).sameAs(key.publicKey())) {
        report.passed(SessionKey.PUBLIC_FILE);
      } else {
        report.failed(
            SessionKey.PUBLIC_FILE,
            file + " is not the public half of " + folder.file(SessionKey.FILE),
            "run: " + SessionKey.publication(folder.file(SessionKey.FILE), file));
      }
    } catch (KeyFileException fault) {
      report.failed("session key", fault.getMessage(), "");
    }
  }

  private void certificate(TlsFiles files, String host) {
    Path file = files.certificate();
    try (InputStream stream = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
      certificate.checkValidity();
      report.passed("certificate-file", "valid until " + certificate.getNotAfter().toInstant());
    } catch (IOException unreadable) {
      report.failed(
          "certificate-file", file + " can't be read: " + unreadable, "put the certificate there");
    } catch (CertificateException wrong) {
      report.failed(
          "certificate-file",
          file + " is not valid now: " + wrong.getMessage(),
          CertificateStep.replacement(files, host)
              + "; the launcher takes over what stands there then");
    }
  }

  private void owned(String option, Path path, ServiceAccount account) {
    try {
      if (Files.notExists(path)) {
        report.failed(option, path + " does not exist", "run: sudo rstudio-launcher start");
        return;
      }
      String owner = Files.getOwner(path).getName();
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
      if (!owner.equals(account.name())) {
        report.failed(
            option,
            path + " belongs to " + owner + " and not to " + account.name(),
            "run: sudo chown -R " + account.name() + " " + path);
      } else if (!modes.containsAll(PosixFilePermissions.fromString("rwx------"))) {
        report.failed(
            option,
            path
                + " has mode "
                + PosixFilePermissions.toString(modes)
                + ", with which "
                + account.name()
                + " can't work",
            "run: sudo chmod u+rwx " + path);
      } else {
        report.passed(option);
      }
    } catch (IOException unreadable) {
      report.failed(option, path + " can't be looked at: " + unreadable, "");
    }
  }
}
