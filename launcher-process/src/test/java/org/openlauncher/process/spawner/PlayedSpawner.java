package org.openlauncher.process.spawner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Pipe;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A spawner that the test plays: it says what the test wants, and keeps what it is asked. */
final class PlayedSpawner implements Transport, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Pipe answers;
  private final BlockingQueue<Frame> asked = new LinkedBlockingQueue<>();

  PlayedSpawner() throws IOException {
    answers = Pipe.open();
  }

  static Frame.Builder hello(int protocol, boolean privileged) {
    return new Frame.Builder(Kind.ANSWER_HELLO)
        .number(Tag.PROTOCOL, protocol)
        .number(Tag.PRIVILEGED, privileged ? 1 : 0)
        .number(Tag.MINIMUM_USER_ID, 1000)
        .number(Tag.SERVER_USER_ID, 999)
        .text(Tag.BOOT_ID, "boot")
        .number(Tag.CLOCK_TICKS, 100)
        .number(Tag.PAGE_SIZE, 4096)
        .text(Tag.MEMORY_LIMIT, "cgroup2")
        .number(Tag.PAM, 1);
  }

  static Frame.Builder refusal(String word, int errorNumber, String message) {
    return new Frame.Builder(Kind.ANSWER_REFUSED)
        .text(Tag.REFUSAL, word)
        .number(Tag.ERROR_NUMBER, errorNumber)
        .text(Tag.MESSAGE, message);
  }

  PlayedSpawner greet() throws IOException {
    return say(hello(1, true), 0);
  }

  PlayedSpawner say(Frame.Builder frame, int request) throws IOException {
    return sayBytes(frame.frame(request));
  }

  PlayedSpawner sayBytes(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      answers.sink().write(bytes);
    }
    return this;
  }

  /** Waits for the next request. */
  Frame awaitRequest() throws InterruptedException {
    Frame request = asked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nothing was asked");
    }
    return request;
  }

  /** Ends, as if it had been killed. */
  void die() throws IOException {
    answers.sink().close();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return answers.source().read(target);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    try {
      bytes.order(ByteOrder.LITTLE_ENDIAN).getInt();
      asked.add(Frame.parse(bytes));
    } catch (Nonsense own) {
      throw new IOException(own);
    }
  }

  @Override
  public void end() {
    try {
      die();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() throws IOException {
    die();
    answers.source().close();
  }
}
