package org.openlauncher.process.spawner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The spawner that root started, and that this process has a socket to as its descriptor 0. */
final class InheritedConnector implements Connector {
  @Override
  public SpawnerConnection connect() throws IOException {
    Channel inherited = System.inheritedChannel();
    if (inherited instanceof SocketChannel channel) {
      return new SpawnerConnection(new Socket(channel));
    }
    throw new IOException("descriptor 0 is no socket to a spawner");
  }

  @Override
  public boolean again() {
    return false;
  }

  /** Is never closed: the JVM would close standard output and standard error along with it. */
  private record Socket(SocketChannel channel) implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(InheritedConnector.class);

    @Override
    public int read(ByteBuffer target) throws IOException {
      return channel.read(target);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void end() {
      try {
        channel.shutdownOutput();
      } catch (IOException failure) {
        LOG.debug("the socket to the spawner can't be shut down", failure);
      }
    }
  }
}
