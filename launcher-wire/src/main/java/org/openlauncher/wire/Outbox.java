package org.openlauncher.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.openlauncher.api.configuration.DataSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames on their way to the other end, which may be slow to read: one thread writes them, whole
 * and in order, and whoever sends one does not wait.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Below this there is room for more. */
  private static final DataSize LITTLE = new DataSize(256L * 1024);

  private static final byte[] END = {};

  private final OutputStream out;
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final List<CompletableFuture<Void>> forRoom = new ArrayList<>();
  private long waiting;

  /**
   * Begins to write.
   *
   * @param name the thread's
   */
  public Outbox(String name, OutputStream out) {
    this.out = out;
    Thread writer = new Thread(this::write, name);
    writer.setDaemon(true);
    writer.start();
  }

  /** Takes a frame. */
  public void add(byte[] frame) {
    synchronized (forRoom) {
      waiting += frame.length;
    }
    frames.add(frame);
  }

  /** How many bytes wait to be written. */
  public long waiting() {
    synchronized (forRoom) {
      return waiting;
    }
  }

  /**
   * Completes as soon as little waits, or nothing is written any more. On the thread that writes:
   * whoever goes on then must not block.
   */
  public CompletableFuture<Void> room() {
    synchronized (forRoom) {
      if (waiting < LITTLE.bytes() || over.isDone()) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> room = new CompletableFuture<>();
      forRoom.add(room);
      return room;
    }
  }

  /** Completes when nothing is written any more, since it was ended or nobody reads. */
  public CompletableFuture<Void> over() {
    return over.copy();
  }

  private void write() {
    try {
      for (byte[] frame = frames.take(); frame != END; frame = frames.take()) {
        out.write(frame);
        out.flush();
        written(frame.length);
      }
    } catch (IOException gone) {
      LOG.debug("The other end does not read any more", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      over.complete(null);
      release();
    }
  }

  private void written(int length) {
    boolean room;
    synchronized (forRoom) {
      waiting -= length;
      room = waiting < LITTLE.bytes() && !forRoom.isEmpty();
    }
    if (room) {
      release();
    }
  }

  private void release() {
    List<CompletableFuture<Void>> released;
    synchronized (forRoom) {
      released = List.copyOf(forRoom);
      forRoom.clear();
    }
    released.forEach(room -> room.complete(null));
  }

  /** What was added is still written, then nothing any more, as soon as the pipe lets it. */
  public void end() {
    frames.add(END);
  }
}
