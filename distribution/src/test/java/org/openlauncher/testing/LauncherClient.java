package org.openlauncher.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Speaks HTTP with a launcher over its unix socket, one request a connection. Without a credential
 * the kernel tells who asks.
 */
public record LauncherClient(Path socket, String credential) {

  /** The whole answer, with its headers. */
  public String post(String path, String json) throws IOException {
    return request("POST", path, json.getBytes(StandardCharsets.UTF_8));
  }

  /** The whole answer, with its headers. */
  public String get(String path) throws IOException {
    return request("GET", path, new byte[0]);
  }

  private String request(String method, String path, byte[] body) throws IOException {
    String head =
        """
        %s %s HTTP/1.1
        Host: localhost
        Connection: close
        %sContent-Type: application/json
        Content-Length: %d

        """
            .formatted(
                method,
                path,
                credential.isEmpty() ? "" : "Authorization: Launcher " + credential + "\n",
                body.length)
            .replace("\n", "\r\n");
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      channel.write(ByteBuffer.wrap(body));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
