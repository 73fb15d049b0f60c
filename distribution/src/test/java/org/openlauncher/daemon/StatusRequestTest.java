package org.openlauncher.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answer of a launcher that listens on a unix socket; TCP is met in LauncherScriptIT. */
class StatusRequestTest {
  @TempDir private Path folder;

  @Test
  void aUnixSocketAnswers() throws Exception {
    assertThat(answerTo("HTTP/1.1 503 Service Unavailable\r\nX: y\r\n\r\n{\"status\":\"Red\"}\n"))
        .isEqualTo(new StatusRequest.Answer(503, "{\"status\":\"Red\"}\n"));
  }

  @Test
  void whatIsNotHttpIsSaidToBeSo() {
    assertThatThrownBy(() -> answerTo("SSH-2.0-something\r\n"))
        .hasMessage("the answer is not HTTP");
  }

  @Test
  void anAbsentSocketIsAnError() {
    StatusRequest request =
        new StatusRequest(folder.resolve("absent").toString(), Optional.empty());
    assertThatThrownBy(request::ask).isInstanceOf(IOException.class);
  }

  private StatusRequest.Answer answerTo(String text) throws Exception {
    Path path = folder.resolve("launcher.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (SocketChannel client = server.accept()) {
                  ByteBuffer request = ByteBuffer.allocate(4096);
                  client.read(request);
                  client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException problem) {
                  throw new AssertionError(problem);
                }
              });
      try {
        return new StatusRequest(path.toString(), Optional.empty()).ask();
      } finally {
        served.join();
      }
    }
  }
}
