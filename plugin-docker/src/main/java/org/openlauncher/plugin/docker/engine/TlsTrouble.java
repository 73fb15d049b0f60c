package org.openlauncher.plugin.docker.engine;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in plain words what is wrong between the launcher and an engine behind TLS. */
final class TlsTrouble {
  private static final String ALERT = "fatal alert: ";
  private static final String NO_TLS = "unrecognized ssl message";

  private TlsTrouble() {}

  /** What is wrong; empty where it is not TLS. */
  static Optional<String> in(Throwable failure) {
    String certificate = "";
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof CertPathBuilderException) {
        return Optional.of(
            "shows a certificate that the authority in ca.pem (tls-cert-path) has not signed");
      }
      if (cause instanceof CertificateException) {
        certificate = String.valueOf(cause.getMessage());
      }
      if (words.contains(ALERT)) {
        return Optional.of(
            "does not accept the launcher's certificate, cert.pem (tls-cert-path): "
                + words.substring(words.indexOf(ALERT) + ALERT.length()));
      }
      if (cause instanceof SSLException && words.contains(NO_TLS)) {
        return Optional.of("does not speak TLS at this port");
      }
    }
    return certificate.isEmpty()
        ? Optional.empty()
        : Optional.of("shows a certificate that does not fit: " + certificate);
  }
}
