package org.openlauncher.host.http;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.openlauncher.host.tls.TlsIdentity;

/**
 * How connections are secured: TLS 1.2 and 1.3, with cipher suites that keep past connections
 * secret when the key gets known later, and that nobody knows a weakness of.
 */
final class TlsConnections {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final String[] CIPHER_SUITES = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  };

  private final SslContextFactory.Server contexts = new SslContextFactory.Server();

  TlsConnections(TlsIdentity identity) {
    contexts.setSslContext(identity.context());
    contexts.setIncludeProtocols(VERSIONS);
    contexts.setIncludeCipherSuites(CIPHER_SUITES);
    contexts.setRenegotiationAllowed(false);
  }

  /**
   * What a connection is made with. One that begins as plain HTTP is let through to be answered
   * with what is wrong; {@link FrontHandler} answers nothing else to it.
   */
  ConnectionFactory[] factories(HttpConnectionFactory http) {
    // Clients check our name; which one they asked for is no matter of ours.
    http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
    SslConnectionFactory tls = new SslConnectionFactory(contexts, http.getProtocol());
    return new ConnectionFactory[] {new DetectorConnectionFactory(tls), http};
  }

  /** Shows another certificate to connections that begin from now on. */
  void renew(TlsIdentity identity) {
    try {
      contexts.reload(factory -> factory.setSslContext(identity.context()));
    } catch (Exception impossible) {
      throw new IllegalStateException("a context that was made can't be used", impossible);
    }
  }
}
