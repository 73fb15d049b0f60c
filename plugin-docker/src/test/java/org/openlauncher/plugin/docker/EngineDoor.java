package org.openlauncher.plugin.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * A socket before the real engine's, at which the engine can seem to be gone, mute, out of its mind
 * or broken. Only this is feigned; while the door is open, the engine itself answers.
 */
final class EngineDoor implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Path path;
  private final Path engine;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private volatile String standingRefusal = "";
  private volatile Mode mode = Mode.OPEN;

  /** How the engine seems to be. */
  enum Mode {
    /** As it is. */
    OPEN,
    /** Not there: connections end at once. */
    GONE,
    /** It takes connections and says nothing. */
    MUTE,
    /** It says what is no HTTP. */
    GARBAGE,
    /** It answers everything with an error of its own. */
    BROKEN,
    /** It answers everything with what is no JSON. */
    NO_JSON
  }

  EngineDoor(Path path, Path engine) throws IOException {
    this.path = path;
    this.engine = engine;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    start(this::accept);
  }

  /** Changes how the engine seems to be; what is connected is cut off. */
  void set(Mode next) {
    mode = next;
    connections.forEach(EngineDoor::closeQuietly);
  }

  /**
   * The engine seems to have failed to start the next container; it did not hear of it. Called
   * twice, the two starts that come next fail so.
   */
  void refuseNextStart(int status, String message) {
    refusals.add(answer(status, message));
  }

  /** The engine seems to fail to start all containers, until it fails otherwise. */
  void refuseStarts(int status, String message) {
    standingRefusal = answer(status, message);
  }

  private static String answer(int status, String message) {
    String body = "{\"message\":\"" + message + "\"}";
    return "HTTP/1.1 "
        + status
        + " Refused\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** The refusal that a request gets; empty where it goes to the engine. */
  private Optional<String> refusal(ByteBuffer request) {
    return US_ASCII.decode(request.duplicate()).toString().contains("/start HTTP/")
        ? Optional.ofNullable(refusals.poll())
            .or(() -> Optional.of(standingRefusal).filter(text -> !text.isEmpty()))
        : Optional.empty();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        connections.add(client);
        start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(SocketChannel client) {
    try {
      switch (mode) {
        case OPEN -> forward(client);
        case GONE -> closeQuietly(client);
        case MUTE -> drain(client);
        case GARBAGE -> answer(client, "\u0001\u0002 engine\r\n\r\n");
        case BROKEN ->
            answer(
                client,
                "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 20\r\n\r\n{\"message\":\"broken\"}");
        case NO_JSON -> answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<nothing>");
      }
    } catch (IOException cutOff) {
      closeQuietly(client);
    }
  }

  private void forward(SocketChannel client) throws IOException {
    SocketChannel real = SocketChannel.open(UnixDomainSocketAddress.of(engine));
    connections.add(real);
    start(
        () -> {
          copy(real, client, answer -> false);
          closeQuietly(client);
        });
    copy(
        client,
        real,
        request -> {
          Optional<String> refusal = refusal(request);
          refusal.ifPresent(text -> send(client, text));
          return refusal.isPresent();
        });
    closeQuietly(real);
  }

  private static void send(SocketChannel client, String text) {
    try {
      client.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    } catch (IOException cutOff) {
      closeQuietly(client);
    }
  }

  private static void copy(SocketChannel from, SocketChannel to, Predicate<ByteBuffer> heldBack) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        boolean goesOn = !heldBack.test(buffer);
        while (goesOn && buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException cutOff) {
      // Then there is no more.
    }
  }

  private static void drain(SocketChannel client) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (client.read(buffer) >= 0) {
      buffer.clear();
    }
  }

  private static void answer(SocketChannel client, String text) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(BUFFER);
    while (client.read(request) > 0) {
      client.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
      request.clear();
    }
  }

  private static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException gone) {
      // Then it is closed.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "engine-door");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    connections.forEach(EngineDoor::closeQuietly);
    Files.deleteIfExists(path);
  }
}
