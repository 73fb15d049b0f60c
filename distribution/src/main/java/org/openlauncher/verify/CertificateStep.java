package org.openlauncher.verify;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.openlauncher.config.ServerAddress;
import org.openlauncher.config.ServerSettings.TlsFiles;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.daemon.StatusRequest;

/** Whether the launcher's certificate is made out for the address at which RStudio looks for it. */
final class CertificateStep {
  private static final String NAME = "certificate fits launcher-address";
  private static final int PATIENCE_MILLISECONDS = 10_000;

  private final TlsFiles files;
  private final Report report;

  CertificateStep(TlsFiles files, Report report) {
    this.files = files;
    this.report = report;
  }

  /** Greets the launcher as RStudio does; nothing to do where that checks no certificate. */
  void run(SessionConfiguration sessions) {
    sessions.verifiedLauncher().ifPresent(this::greet);
  }

  private void greet(ServerAddress.Tcp address) {
    report.begin();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MILLISECONDS);
      plain.setSoTimeout(PATIENCE_MILLISECONDS);
      try (SSLSocket socket =
          (SSLSocket)
              StatusRequest.trusting(files.certificate())
                  .createSocket(plain, address.host(), address.port(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
      report.passed(NAME);
    } catch (SSLException refused) {
      report.failed(
          NAME,
          "RStudio, which calls the launcher "
              + address.host()
              + ", refuses it: "
              + refused.getMessage(),
          replacement(files, address.host())
              + "; or name the certificate's host in launcher-address of rserver.conf");
    } catch (IOException silent) {
      report.failed(
          NAME,
          "nothing answers at "
              + address
              + ", where RStudio looks for the launcher: "
              + silent.getMessage(),
          "write address and port of launcher.conf into launcher-address and launcher-port of"
              + " rserver.conf");
    }
  }

  /** How to have a certificate for a host. */
  static String replacement(TlsFiles files, String host) {
    return "have one made for it by your certificate authority, or make one that is its own"
        + " authority: sudo openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN="
        + host
        + " -addext subjectAltName="
        + (host.matches("[0-9.]+|.*:.*") ? "IP:" : "DNS:")
        + host
        + " -keyout "
        + files.key()
        + " -out "
        + files.certificate();
  }
}
