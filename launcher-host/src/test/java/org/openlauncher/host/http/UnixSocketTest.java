package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.tls.CommandRun;

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
  void aFolderThatOthersWriteToOrThatIsMissingIsRefused() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> new TestDoor(settings(open.resolve("s"))))
        .hasMessageContaining("others can write to folder " + open + " (mode 0777)")
        .hasMessageContaining("sudo chmod go-w " + open);
    assertThat(open).isEmptyDirectory();
    assertThatThrownBy(() -> new TestDoor(settings(folder.resolve("none/s"))))
        .hasMessageContaining("there is no folder " + folder.resolve("none"));
    Files.setAttribute(open, "unix:mode", 01777);
    try (TestDoor door = new TestDoor(settings(open.resolve("s")))) {
      assertThat(door.door.boundAddresses()).hasSize(1);
    }
  }

  @Test
  void aStrangersStaleSocketStays() throws IOException {
    Path path = folder.resolve("launcher.sock");
    try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(path));
    }
    assumeTrue(
        Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0),
        "only root gives files away");
    Files.setAttribute(path, "unix:uid", 54321, LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> new TestDoor(settings(path)))
        .hasMessageContaining("left there by another user (uid 54321); remove it");
    assertThat(path).exists();
  }

  @Test
  void aLinkToASocketIsNoSocket() throws IOException {
    Path path = folder.resolve("launcher.sock");
    try (TestDoor door = new TestDoor(settings(path))) {
      Path link = Files.createSymbolicLink(folder.resolve("link"), path);
      assertThatThrownBy(() -> new TestDoor(settings(link)))
          .hasMessageContaining("something that is no socket");
      assertThat(door.door.boundAddresses()).hasSize(1);
    }
  }

  @Test
  void tcpAndSocketAreServedByOneDoor() throws IOException {
    Path path = folder.resolve("launcher.sock");
    FrontDoorSettings socket = settings(path);
    FrontDoorSettings both =
        new FrontDoorSettings(
            List.of(new ListenAddress.Tcp("127.0.0.1", 0), socket.addresses().get(0)),
            Optional.empty(),
            socket.largestBody(),
            socket.requestTimeout(),
            socket.idleTimeout(),
            socket.keepAliveInterval(),
            true,
            socket.adminGroup(),
            socket.metrics());
    try (TestDoor door = new TestDoor(both)) {
      assertThat(door.send(door.request("/jobs")).statusCode()).isEqualTo(401);
      assertThat(curl(path, "/jobs")).startsWith("HTTP/1.1 200");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void aConnectionIsOneUsersForAllItsRequests() throws IOException {
    Path path = folder.resolve("launcher.sock");
    try (TestDoor door = new TestDoor(settings(path))) {
      assertThat(curl(path, "/jobs", "http://launcher/clusters", "http://launcher/jobs"))
          .contains("\"jobs\":[]", "\"clusters\":[");
      assertThat(door.jobs.submitters).isEmpty();
    }
  }

  @Test
  void otherUsersAreTheirOwnAndUnknownOnesAreForbidden() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root becomes somebody else");
    assumeTrue(CommandRun.has("setpriv"), "setpriv is not installed");
    // Others must get to the socket.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path path = folder.resolve("launcher.sock");
    try (TestDoor door = new TestDoor(settings(path))) {
      door.jobs.add(TestDoor.specification("one", "alice"));
      String unknown =
          CommandRun.of(
                  List.of(
                      "setpriv",
                      "--reuid=54321",
                      "--regid=54321",
                      "--clear-groups",
                      "curl",
                      "-sS",
                      "-i",
                      "--unix-socket",
                      path.toString(),
                      "http://launcher/jobs"))
              .output();
      assertThat(unknown).startsWith("HTTP/1.1 403").contains("does not know user \\\"54321\\\"");
    }
  }

  private static String curl(Path socket, String path, String... more) {
    assumeTrue(CommandRun.has("curl"), "curl is not installed");
    List<String> command =
        new ArrayList<>(
            List.of(
                "curl", "-sS", "-i", "--unix-socket", socket.toString(), "http://launcher" + path));
    command.addAll(List.of(more));
    return CommandRun.of(command).output();
  }

  @Test
  void aNumberWithoutANameIsNotTheUserOfThatName() {
    UserDirectory users =
        new UserDirectory() {
          @Override
          public Optional<UserAccount> find(String name) {
            // The user named 1001 has another user id.
            return Optional.of(
                new UserAccount(name, 7, 7, List.of("g"), List.of(7L), Path.of("/"), "/bin/sh"));
          }

          @Override
          public boolean hasGroup(String name) {
            return false;
          }

          @Override
          public UserAccount self() {
            throw new IllegalStateException("not asked");
          }
        };
    Gatekeeper gatekeeper = new Gatekeeper(TestDoor.settings(), new BoundedUserDirectory(users));
    assertThatThrownBy(
            () ->
                gatekeeper.admit(
                    Optional.of(new Identity("1001", Identity.Proof.KERNEL)), Optional.empty()))
        .hasMessageContaining("user id 1001");
    assertThat(
            gatekeeper
                .admit(Optional.of(new Identity("7", Identity.Proof.KERNEL)), Optional.empty())
                .user())
        .isEqualTo("7");
    assertThat(
            gatekeeper
                .admit(Optional.of(new Identity("1001", Identity.Proof.HEADER)), Optional.empty())
                .user())
        .isEqualTo("1001");
  }

  @Test
  void aPathThatTheKernelCantTakeIsRefused() {
    assertThatThrownBy(
            () -> new ListenAddress.UnixSocket(Path.of("/" + "x".repeat(107)), EVERYBODY))
        .hasMessageContaining("shorter than 108 bytes");
  }
}
