package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door at a unix domain socket, where the kernel tells who knocks. */
final class UnixSocketTest {
  private static final Set<PosixFilePermission> EVERYBODY =
      PosixFilePermissions.fromString("rw-rw-rw-");

  @TempDir private Path folder;

  private FrontDoorSettings settings(Path path) {
    return TestDoor.settings(
        new ListenAddress.UnixSocket(path, EVERYBODY), true, Duration.ofSeconds(15));
  }

  private static String ask(Path path, String headers) throws IOException {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(path));
      String request = headers + "Host: x\r\nConnection: close\r\n\r\n";
      socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (socket.read(buffer.clear()) >= 0) {
        all.write(buffer.array(), 0, buffer.position());
      }
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void theKernelTellsWhoThePeerIs() throws IOException {
    Path path = folder.resolve("launcher.sock");
    String self = System.getProperty("user.name");
    try (TestDoor door = new TestDoor(settings(path))) {
      assertThat(Files.getPosixFilePermissions(path)).isEqualTo(EVERYBODY);
      assertThat(door.door.boundAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
      door.jobs.add(TestDoor.specification("mine", self));
      door.jobs.add(TestDoor.specification("other", "alice"));
      String list = ask(path, "GET /jobs HTTP/1.1\r\n");
      assertThat(list).startsWith("HTTP/1.1 200").contains("\"name\":\"mine\"");
      assertThat(list.contains("\"name\":\"other\"")).isEqualTo(self.equals("root"));
      String asAlice = ask(path, "GET /jobs HTTP/1.1\r\nAuthorization: Launcher alice\r\n");
      assertThat(asAlice).contains("\"name\":\"other\"").doesNotContain("\"name\":\"mine\"");
      assertThat(ask(path, "GET /jobs HTTP/1.1\r\nAuthorization: Launcher FORGED\r\n"))
          .startsWith("HTTP/1.1 401");
      assertThat(ask(path, "GET /metrics HTTP/1.1\r\n")).startsWith("HTTP/1.1 200");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void aStaleSocketIsReplacedAndALiveOneIsNot() throws IOException {
    Path path = folder.resolve("launcher.sock");
    try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (TestDoor door = new TestDoor(settings(path))) {
      assertThat(ask(path, "GET /status HTTP/1.1\r\n")).startsWith("HTTP/1.1 200");
      assertThatThrownBy(() -> new TestDoor(settings(path)))
          .hasMessageContaining("somebody listens there already");
      assertThat(ask(path, "GET /status HTTP/1.1\r\n")).startsWith("HTTP/1.1 200");
      assertThat(door.door.boundAddresses()).hasSize(1);
    }
  }

  @Test
  void whatIsNoSocketStays() throws IOException {
    Path path = Files.writeString(folder.resolve("data"), "precious");
    assertThatThrownBy(() -> new TestDoor(settings(path)))
        .hasMessageContaining("something that is no socket");
    assertThat(path).hasContent("precious");
  }

  @Test
  void aPathThatTheKernelCantTakeIsRefused() {
    assertThatThrownBy(
            () -> new ListenAddress.UnixSocket(Path.of("/" + "x".repeat(107)), EVERYBODY))
        .hasMessageContaining("shorter than 108 bytes");
  }
}
