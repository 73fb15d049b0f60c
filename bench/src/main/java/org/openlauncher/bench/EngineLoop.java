package org.openlauncher.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs containers by an engine's own API: made, started, waited for. */
final class EngineLoop {
  private static final int BUFFER = 16 * 1024;

  private final Path socket;
  private final String image;

  EngineLoop(Path socket, String image) {
    this.socket = socket;
    this.image = image;
  }

  /** Containers a second; they are removed afterwards. */
  double run(int containers, int clients, String program) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<String>> all = new ArrayList<>();
      for (int number = 0; number < containers; number++) {
        all.add(() -> one(program));
      }
      long begin = System.nanoTime();
      List<String> made = new ArrayList<>();
      for (Future<String> container : threads.invokeAll(all)) {
        made.add(container.get());
      }
      double seconds = Duration.ofNanos(System.nanoTime() - begin).toNanos() / 1e9;
      for (String container : made) {
        exchange("DELETE /containers/" + container + "?v=1", "");
      }
      return containers / seconds;
    } finally {
      threads.shutdownNow();
    }
  }

  private String one(String program) throws IOException {
    String made =
        exchange(
            "POST /containers/create",
            "{\"Image\":\"" + image + "\",\"Cmd\":[\"" + program + "\"]}");
    String id = after(made, "\"Id\":\"", '"');
    exchange("POST /containers/" + id + "/start", "");
    String ended = exchange("POST /containers/" + id + "/wait", "");
    if (!after(ended, "\"StatusCode\":", '}').startsWith("0")) {
      throw new IOException("a container ended with " + ended);
    }
    return id;
  }

  private static String after(String text, String mark, char end) throws IOException {
    int begin = text.indexOf(mark);
    if (begin < 0) {
      throw new IOException("the engine answers " + text);
    }
    return text.substring(begin + mark.length(), text.indexOf(end, begin + mark.length()));
  }

  private String exchange(String request, String body) throws IOException {
    try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String text =
          request
              + " HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        connection.write(bytes);
      }
      StringBuilder answer = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (connection.read(buffer) >= 0) {
        answer.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        buffer.clear();
      }
      if (!answer.toString().startsWith("HTTP/1.1 2")) {
        throw new IOException(request + ": " + answer);
      }
      return answer.toString();
    }
  }
}
