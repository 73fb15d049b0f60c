package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames on their way to a plugin, which may be slow to read: one thread writes them, whole and in
 * order, and whoever sends one does not wait.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final DataSize MOST_WAITING = new DataSize(64L * 1024 * 1024);
  private static final byte[] END = {};

  private final OutputStream out;
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final Thread writer;

  Outbox(String name, OutputStream out) {
    this.out = out;
    this.writer = new Thread(this::write, name);
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Takes a frame.
   *
   * @throws LauncherException {@code TooManyRequests} where the plugin has not read for long
   */
  void add(byte[] frame) {
    if (waiting.addAndGet(frame.length) > MOST_WAITING.bytes()) {
      waiting.addAndGet(-frame.length);
      throw new LauncherException(
          ErrorCode.TOO_MANY_REQUESTS,
          "The cluster's plugin is too slow: more than "
              + MOST_WAITING.bytes()
              + " bytes of requests wait for it.");
    }
    frames.add(frame);
  }

  private void write() {
    try {
      for (byte[] frame = frames.take(); frame != END; frame = frames.take()) {
        out.write(frame);
        out.flush();
        waiting.addAndGet(-frame.length);
      }
    } catch (IOException gone) {
      LOG.debug("A plugin does not read any more", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is written any more; the thread ends as soon as the pipe lets it. */
  void end() {
    frames.add(END);
  }
}
