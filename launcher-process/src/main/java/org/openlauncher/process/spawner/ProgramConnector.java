package org.openlauncher.process.spawner;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A spawner that this process starts, as its own user. */
final class ProgramConnector implements Connector {
  /** A spawner whose requests end ends by itself. */
  private static final long SECONDS_TO_END = 5;

  private final Path program;

  /**
   * @param program the native program; checked before
   */
  ProgramConnector(Path program) {
    this.program = program;
  }

  @Override
  public SpawnerConnection connect() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.toString(), "--unprivileged");
    builder.environment().clear();
    builder.directory(Path.of("/").toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    SpawnerConnection connection = new SpawnerConnection(Pipes.to(process));
    Executor later = CompletableFuture.delayedExecutor(SECONDS_TO_END, TimeUnit.SECONDS);
    connection.ended().thenRunAsync(process::destroyForcibly, later);
    return connection;
  }

  @Override
  public boolean again() {
    return true;
  }

  private record Pipes(ReadableByteChannel answers, OutputStream requests) implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramConnector.class);

    static Pipes to(Process process) {
      return new Pipes(Channels.newChannel(process.getInputStream()), process.getOutputStream());
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return answers.read(target);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      requests.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      requests.flush();
    }

    @Override
    public void end() {
      try {
        requests.close();
      } catch (IOException failure) {
        LOG.debug("the pipe to the spawner can't be closed", failure);
      }
    }
  }
}
