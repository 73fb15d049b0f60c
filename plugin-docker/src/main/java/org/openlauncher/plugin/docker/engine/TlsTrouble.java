package org.openlauncher.plugin.docker.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Says in plain words what is wrong between the launcher and an engine behind TLS. */
final class TlsTrouble {
  private static final String ALERT = "fatal alert: ";
  private static final String NO_TLS = "unrecognized ssl message";

  private static final int PATIENCE = 2000;

  private TlsTrouble() {}

  /**
   * Asks once more and only listens: an engine that does not accept a certificate says so after the
   * client believes to be connected, and whoever writes then may find the connection gone before.
   *
   * @return what is wrong; empty where the engine has nothing against it
   */
  static Optional<String> heard(SSLContext context, URI address) {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE);
      try (SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, address.getHost(), address.getPort(), true)) {
        socket.setSoTimeout(PATIENCE);
        socket.startHandshake();
        socket.getInputStream().read();
      }
      return Optional.empty();
    } catch (IOException failure) {
      return in(failure);
    }
  }

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
