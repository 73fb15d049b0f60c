package org.openlauncher.daemon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a launcher on this machine how it is. HTTP/1.0 over a plain stream needs no client, and the
 * answer ends with the connection. Under TLS the launcher's own certificate is what is trusted,
 * whatever host name it was made out for.
 */
public final class StatusRequest {
  private static final int PATIENCE_MILLISECONDS = 10_000;

  private final String address;
  private final Optional<Path> certificate;

  public StatusRequest(String address, Optional<Path> certificate) {
    this.address = address;
    this.certificate = certificate;
  }

  /** The status line's number and the body. */
  public record Answer(int number, String body) {
    static Answer parse(String text) throws IOException {
      int headersEnd = text.indexOf("\r\n\r\n");
      if (!text.matches("(?s)HTTP/1\\.[01] \\d{3}.*") || headersEnd < 0) {
        throw new IOException("the answer is not HTTP");
      }
      return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(headersEnd + 4));
    }
  }

  /** Asks how the launcher is. */
  public Answer ask() throws IOException {
    return send("GET", "/status", Map.of("Accept", "application/json"), Optional.empty());
  }

  /** Asks anything. */
  public Answer send(String method, String path, Map<String, String> headers, Optional<String> body)
      throws IOException {
    byte[] content = body.orElse("").getBytes(StandardCharsets.UTF_8);
    StringBuilder head =
        new StringBuilder(method + " " + path + " HTTP/1.0\r\nHost: localhost\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (body.isPresent()) {
      head.append("Content-Length: " + content.length + "\r\n");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    request.writeBytes(content);
    byte[] answer =
        address.startsWith("/")
            ? overUnixSocket(request.toByteArray())
            : overNetwork(request.toByteArray());
    return Answer.parse(new String(answer, StandardCharsets.UTF_8));
  }

  private byte[] overUnixSocket(byte[] request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(address));
      channel.write(ByteBuffer.wrap(request));
      return Channels.newInputStream(channel).readAllBytes();
    }
  }

  private byte[] overNetwork(byte[] request) throws IOException {
    int colon = address.lastIndexOf(':');
    InetSocketAddress target =
        new InetSocketAddress(
            address.substring(0, colon).replace("[", "").replace("]", ""),
            Integer.parseInt(address.substring(colon + 1)));
    try (Socket socket =
        certificate.isPresent() ? trusting(certificate.get()).createSocket() : new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLISECONDS);
      socket.connect(target, PATIENCE_MILLISECONDS);
      socket.getOutputStream().write(request);
      return socket.getInputStream().readAllBytes();
    }
  }

  /** Makes connections to who shows one of the certificates in a file. */
  public static SSLSocketFactory trusting(Path certificateFile) throws IOException {
    try (InputStream file = new ByteArrayInputStream(Files.readAllBytes(certificateFile))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        trusted.setCertificateEntry(Integer.toString(trusted.size()), one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException problem) {
      throw new IOException("certificate-file " + certificateFile + ": " + problem, problem);
    }
  }
}
