package org.openlauncher.process.spawner;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * What a privileged spawner runs as the launcher in the tests: it takes the socket that it inherits
 * as the launcher does, and passes everything on to the test, which listens elsewhere.
 */
final class SocketRelay {
  private static final int CHUNK = 1 << 16;

  private SocketRelay() {}

  /**
   * Runs until one of the two has ended.
   *
   * @param arguments the path of the test's socket
   */
  public static void main(String[] arguments) throws IOException {
    if (!(System.inheritedChannel() instanceof SocketChannel spawner)) {
      throw new IOException("descriptor 0 is no connected socket");
    }
    SocketChannel test = SocketChannel.open(StandardProtocolFamily.UNIX);
    test.connect(UnixDomainSocketAddress.of(Path.of(arguments[0])));
    Thread back = new Thread(() -> copy(spawner, test));
    back.setDaemon(true);
    back.start();
    copy(test, spawner);
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      while (from.read(chunk) >= 0) {
        chunk.flip();
        while (chunk.hasRemaining()) {
          to.write(chunk);
        }
        chunk.clear();
      }
      to.shutdownOutput();
    } catch (IOException end) {
      System.exit(1);
    }
  }
}
