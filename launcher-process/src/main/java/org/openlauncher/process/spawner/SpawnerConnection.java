package org.openlauncher.process.spawner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests and answers over one transport, in any order, from any number of threads. A thread of
 * its own reads, and another one writes, so that nobody who asks can be held up by a spawner that
 * does not read, nor harm the transport by being interrupted.
 */
final class SpawnerConnection {
  /** With as many unanswered the spawner stops reading for a while. */
  private static final int MOST_WAITING = 4096;

  private static final int USUAL_BUFFER = 64 * 1024;

  private final Transport transport;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();

  /** What is to be written; an empty one ends it. */
  private final BlockingQueue<Optional<Outgoing>> outgoing = new LinkedBlockingQueue<>();

  private final CompletableFuture<Answer.Hello> hello = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  private record Outgoing(ByteBuffer frame, Pending pending) {}

  private static final class Pending {
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final Class<? extends Answer> expected;
    private boolean sent;

    Pending(Class<? extends Answer> expected) {
      this.expected = expected;
    }

    /** Says whether it is to be sent: somebody still waits for the answer. */
    private synchronized boolean markSent() {
      sent = !answer.isDone();
      return sent;
    }

    private synchronized void fail(String reason) {
      answer.completeExceptionally(
          sent ? new SpawnerException.Unanswered(reason) : new SpawnerException.Unreached(reason));
    }
  }

  /**
   * Begins to listen.
   *
   * @param transport used by nobody else
   */
  SpawnerConnection(Transport transport) {
    this.transport = transport;
    thread("spawner-answers", this::listen);
    thread("spawner-requests", this::write);
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** What the spawner says first; fails where it ends without having said it. */
  CompletableFuture<Answer.Hello> hello() {
    return hello;
  }

  /** Completes with the reason, in a sentence, when no answer will come any more. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /**
   * Sends a request.
   *
   * @param expected what it is answered with, unless it is refused
   * @return the answer, a refusal too; or a {@link SpawnerException}
   */
  CompletableFuture<Answer> ask(Frame.Builder request, Class<? extends Answer> expected) {
    Pending asked = new Pending(expected);
    if (pending.size() >= MOST_WAITING) {
      asked.fail("The spawner has more requests waiting than it can take.");
      return asked.answer;
    }
    int number = enter(asked);
    outgoing.add(Optional.of(new Outgoing(request.frame(number), asked)));
    if (ended.isDone()) {
      // Entered after the others had been told.
      asked.fail(ended.join());
      pending.remove(number, asked);
    }
    return asked.answer;
  }

  private int enter(Pending asked) {
    int number = numbers.incrementAndGet();
    while (number == 0 || pending.putIfAbsent(number, asked) != null) {
      number = numbers.incrementAndGet();
    }
    return number;
  }

  private void write() {
    try {
      Optional<Outgoing> next = outgoing.take();
      while (next.isPresent()) {
        if (next.get().pending().markSent()) {
          transport.write(next.get().frame());
        }
        next = outgoing.take();
      }
    } catch (IOException failure) {
      end("The spawner can't be written to: " + failure.getMessage() + ".");
    } catch (InterruptedException nobodyDoesThat) {
      end("The thread that writes to the spawner was interrupted.");
    }
    transport.end();
  }

  private void listen() {
    ByteBuffer buffer = ByteBuffer.allocate(USUAL_BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (transport.read(buffer) >= 0) {
        buffer.flip();
        while (hasFrame(buffer)) {
          take(buffer);
        }
        buffer = room(buffer);
      }
      end("The spawner has ended.");
    } catch (IOException failure) {
      end("The spawner can't be heard any more: " + failure.getMessage() + ".");
    } catch (Nonsense nonsense) {
      end("The spawner talks nonsense: " + nonsense.getMessage() + ".");
    }
  }

  private static boolean hasFrame(ByteBuffer buffer) throws Nonsense {
    if (buffer.remaining() < Integer.BYTES) {
      return false;
    }
    int length = buffer.getInt(buffer.position());
    if (length < Frame.LEAST || length > Frame.MOST) {
      throw new Nonsense("a frame of " + Integer.toUnsignedString(length) + " bytes");
    }
    return buffer.remaining() >= Integer.BYTES + length;
  }

  private void take(ByteBuffer buffer) throws Nonsense {
    int begin = buffer.position();
    int end = begin + Integer.BYTES + buffer.getInt();
    Frame frame = Frame.parse(buffer.slice(buffer.position(), end - buffer.position()));
    Answer answer = Answer.of(frame);
    if (answer instanceof Answer.Hello greeting) {
      // There may be a key in it.
      for (int index = begin; index < end; index++) {
        buffer.put(index, (byte) 0);
      }
      greet(frame.request(), greeting);
    } else {
      complete(frame.request(), answer);
    }
    buffer.position(end);
  }

  private void greet(int number, Answer.Hello greeting) throws Nonsense {
    if (number != 0 || !hello.complete(greeting)) {
      throw new Nonsense("a greeting out of turn");
    }
  }

  private void complete(int number, Answer answer) throws Nonsense {
    Pending asked = pending.remove(number);
    if (asked == null) {
      throw new Nonsense("an answer to a request " + Integer.toUnsignedString(number));
    }
    if (!(answer instanceof Answer.Refused) && !asked.expected.isInstance(answer)) {
      asked.fail("The spawner gave an answer that does not fit.");
      throw new Nonsense("an answer that does not fit its request: " + answer.getClass());
    }
    asked.answer.complete(answer);
  }

  /** What is not a whole frame yet goes to the front, with room for the rest of the frame. */
  private static ByteBuffer room(ByteBuffer buffer) {
    int needed =
        buffer.remaining() < Integer.BYTES
            ? USUAL_BUFFER
            : Math.max(USUAL_BUFFER, Integer.BYTES + buffer.getInt(buffer.position()));
    if (needed == buffer.capacity()) {
      return buffer.compact();
    }
    return ByteBuffer.allocate(needed).order(ByteOrder.LITTLE_ENDIAN).put(buffer);
  }

  /** Ends the connection; jobs run on. */
  void close() {
    end("The connection to the spawner was closed.");
  }

  private void end(String reason) {
    if (!ended.complete(reason)) {
      return;
    }
    hello.completeExceptionally(new SpawnerException.Unreached(reason));
    outgoing.clear();
    outgoing.add(Optional.empty());
    for (Iterator<Pending> left = pending.values().iterator(); left.hasNext(); ) {
      left.next().fail(reason);
      left.remove();
    }
  }
}
