package org.openlauncher.process.spawner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The launcher's end of a connection with the spawner, as simple as can be. */
final class WireClient implements AutoCloseable {
  static final long PATIENCE_SECONDS = 60;

  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final Map<Integer, CompletableFuture<WireAnswer>> asked = new ConcurrentHashMap<>();
  private final BlockingQueue<WireAnswer> unasked = new LinkedBlockingQueue<>();
  private final AtomicInteger lastNumber = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private final Thread reader;

  WireClient(ReadableByteChannel in, WritableByteChannel out) {
    this.in = in;
    this.out = out;
    this.reader = new Thread(this::read, "spawner-answers");
    reader.setDaemon(true);
    reader.start();
  }

  /** The next answer that has no request, such as HELLO. */
  WireAnswer unasked() {
    try {
      WireAnswer answer = unasked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("the spawner says nothing");
      }
      return answer;
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }

  CompletableFuture<WireAnswer> send(WireRequest request) {
    int number = lastNumber.incrementAndGet();
    CompletableFuture<WireAnswer> answer = new CompletableFuture<>();
    asked.put(number, answer);
    sendRaw(request.frame(number));
    if (!reader.isAlive()) {
      answer.completeExceptionally(new IOException("the connection has ended"));
    }
    return answer;
  }

  WireAnswer ask(WireRequest request) {
    return await(send(request));
  }

  static WireAnswer await(CompletableFuture<WireAnswer> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException failure) {
      throw new AssertionError("no answer came", failure);
    }
  }

  synchronized void sendRaw(byte[] bytes) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** How many answers came, whatever they are. */
  int answerCount() {
    return answers.get();
  }

  /** Ends the requests; the answers may go on coming. */
  void endRequests() {
    try {
      out.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whether the spawner has closed its end. */
  boolean awaitEnd() {
    try {
      reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      return !reader.isAlive();
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }

  boolean hasEnded() {
    return !reader.isAlive();
  }

  private void read() {
    try {
      while (true) {
        int length = receive(Integer.BYTES).getInt();
        WireAnswer answer = WireAnswer.parse(receive(length).array());
        answers.incrementAndGet();
        CompletableFuture<WireAnswer> waiting = asked.remove(answer.number());
        if (waiting != null) {
          waiting.complete(answer);
        } else {
          unasked.add(answer);
        }
      }
    } catch (IOException end) {
      asked.values().forEach(waiting -> waiting.completeExceptionally(end));
    }
  }

  private ByteBuffer receive(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (in.read(bytes) < 0) {
        throw new IOException("the connection has ended");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    out.close();
    in.close();
  }
}
