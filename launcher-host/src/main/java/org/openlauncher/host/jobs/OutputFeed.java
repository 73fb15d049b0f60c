package org.openlauncher.host.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.jobs.OutputReader.Chunk;

/**
 * One output of one job for all who look at it. Bytes near the end are read once and shared; a
 * viewer that is further back reads at its own position. Every viewer has a position of its own, so
 * that a slow one holds nobody and loses nothing.
 *
 * <p>INVARIANT: the plugin's {@link JobOutput} is used by threads of its cluster alone, one at a
 * time ({@link #use}); nobody holds the feed's own lock meanwhile, since the plugin may hang.
 */
final class OutputFeed {
  private static final int READ_SIZE = 64 * 1024;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(40);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int FAILURES_TO_GIVE_UP_AFTER_END = 5;

  private final JobTable table;
  private final ClusterDoor door;
  private final JobId id;
  private final OutputType type;
  private final ScheduledExecutorService timer;
  private final Executor completions;

  /** Held while the plugin works on the output. */
  private final Object use = new Object();

  private final List<Waiter> waiters = new ArrayList<>();
  private int viewers;
  private boolean reading;
  private Duration pause = SHORTEST_PAUSE;
  private int failures;
  private @Nullable OutputWindow window;
  private @Nullable JobOutput output;
  private @Nullable Cluster openedBy;

  OutputFeed(
      JobTable table,
      ClusterDoor door,
      JobId id,
      OutputType type,
      ScheduledExecutorService timer,
      Executor completions) {
    this.table = table;
    this.door = door;
    this.id = id;
    this.type = type;
    this.timer = timer;
    this.completions = completions;
  }

  ClusterDoor door() {
    return door;
  }

  synchronized void enter() {
    viewers++;
  }

  /** Whether somebody is still looking. */
  synchronized boolean leave() {
    viewers--;
    return viewers > 0;
  }

  /** Gives back what came from the plugin, as soon as the plugin does not work on it. */
  void detach() {
    JobOutput last;
    Cluster from;
    synchronized (this) {
      last = output;
      from = openedBy;
      output = null;
      openedBy = null;
    }
    if (last != null && from != null) {
      door.release(
          from,
          () -> {
            synchronized (use) {
              last.close();
            }
          });
    }
  }

  CompletableFuture<Long> length() {
    return door.call(
        "output",
        cluster -> {
          synchronized (use) {
            return length(opened(cluster));
          }
        });
  }

  private static long length(JobOutput source) {
    try {
      long length = source.length();
      if (length < 0) {
        throw new IllegalStateException("the plugin says an output has " + length + " bytes");
      }
      return length;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  CompletableFuture<Chunk> read(long position, boolean follow) {
    Waiter waiter = new Waiter(position, follow, new CompletableFuture<>());
    synchronized (this) {
      Optional<ByteBuffer> held = window == null ? Optional.empty() : window.from(position);
      if (held.isPresent()) {
        return CompletableFuture.completedFuture(new Chunk.Data(position, held.get()));
      }
      waiters.add(waiter);
    }
    waiter.future().whenComplete((chunk, stopped) -> forget(waiter));
    pump();
    return waiter.future();
  }

  private synchronized void forget(Waiter waiter) {
    waiters.remove(waiter);
  }

  private void pump() {
    synchronized (this) {
      if (reading || waiters.isEmpty()) {
        return;
      }
      reading = true;
    }
    Optional<Job> job = table.find(id);
    boolean ended = job.map(known -> known.status().state().terminal()).orElse(true);
    boolean waitsForStart = job.map(known -> known.handle().isEmpty() && !ended).orElse(false);
    if (waitsForStart && everybodyFollows()) {
      again(LONGEST_PAUSE);
      return;
    }
    door.call("output", this::readOnce)
        .whenComplete(
            (read, failure) -> {
              if (failure == null) {
                succeeded(read, ended);
              } else {
                failed(Refusals.unwrap(failure), ended);
              }
            });
  }

  private synchronized boolean everybodyFollows() {
    return waiters.stream().allMatch(Waiter::follow);
  }

  private Read readOnce(Cluster cluster) {
    synchronized (use) {
      try {
        JobOutput source = opened(cluster);
        long position = furthestBack(source);
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        int count = source.read(position, buffer);
        buffer.flip();
        if (count != buffer.remaining()) {
          throw new IllegalStateException(
              "the plugin says it read " + count + " bytes and gave " + buffer.remaining());
        }
        return new Read(position, buffer);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Where the viewer that is furthest back wants to read, else the end. */
  private long furthestBack(JobOutput source) {
    boolean first;
    synchronized (this) {
      first = window == null;
    }
    long length = first ? length(source) : 0;
    synchronized (this) {
      OutputWindow near = window;
      if (near == null) {
        near = new OutputWindow(length);
        window = near;
      }
      long position = near.end();
      for (Waiter waiter : waiters) {
        position = Math.min(position, waiter.position());
      }
      return position;
    }
  }

  private JobOutput opened(Cluster cluster) {
    synchronized (this) {
      JobOutput present = output;
      if (present != null && openedBy == cluster) {
        return present;
      }
    }
    detach();
    Job job = table.find(id).orElseThrow(() -> Refusals.notFound(id));
    JobOutput fresh =
        cluster.output(
            job.launched()
                .orElseThrow(
                    () ->
                        new LauncherException(
                            ErrorCode.JOB_OUTPUT_NOT_FOUND,
                            "Job " + id + " has no output: it was not started.")),
            type);
    synchronized (this) {
      output = fresh;
      openedBy = cluster;
    }
    return fresh;
  }

  private void succeeded(Read read, boolean ended) {
    List<Runnable> answers = new ArrayList<>();
    synchronized (this) {
      failures = 0;
      OutputWindow near = java.util.Objects.requireNonNull(window);
      boolean nothing = !read.bytes().hasRemaining();
      if (!nothing && read.position() == near.end()) {
        near.append(read.bytes());
      }
      pause = nothing ? longer(pause) : SHORTEST_PAUSE;
      for (Waiter waiter : List.copyOf(waiters)) {
        answerFor(waiter, read, near, nothing, ended)
            .ifPresent(
                chunk -> {
                  waiters.remove(waiter);
                  answers.add(() -> waiter.future().complete(chunk));
                });
      }
    }
    answers.forEach(completions::execute);
    again(pauseNow(read));
  }

  private synchronized Duration pauseNow(Read read) {
    return read.bytes().hasRemaining() && !waiters.isEmpty() ? Duration.ZERO : pause;
  }

  private Optional<Chunk> answerFor(
      Waiter waiter, Read read, OutputWindow near, boolean nothing, boolean ended) {
    if (!nothing && waiter.position() == read.position()) {
      return Optional.of(new Chunk.Data(read.position(), read.bytes().asReadOnlyBuffer()));
    }
    Optional<ByteBuffer> held = near.from(waiter.position());
    if (held.isPresent()) {
      return Optional.of(new Chunk.Data(waiter.position(), held.get()));
    }
    boolean atEnd = waiter.position() >= near.end() || waiter.position() == read.position();
    if (nothing && atEnd && (ended || !waiter.follow())) {
      return table.find(id).map(job -> new Chunk.End(near.end(), job));
    }
    return Optional.empty();
  }

  private void failed(Throwable failure, boolean ended) {
    List<Waiter> gone = new ArrayList<>();
    synchronized (this) {
      failures++;
      boolean notThere =
          failure instanceof LauncherException refusal
              && refusal.code() == ErrorCode.JOB_OUTPUT_NOT_FOUND;
      boolean hopeless =
          (notThere && !pending()) || (ended && failures >= FAILURES_TO_GIVE_UP_AFTER_END);
      Iterator<Waiter> each = waiters.iterator();
      while (each.hasNext()) {
        Waiter waiter = each.next();
        if (hopeless || !waiter.follow()) {
          each.remove();
          gone.add(waiter);
        }
      }
    }
    gone.forEach(
        waiter -> completions.execute(() -> waiter.future().completeExceptionally(failure)));
    again(PAUSE_AFTER_FAILURE);
  }

  private boolean pending() {
    return table.find(id).map(job -> job.status().state() == JobState.PENDING).orElse(false);
  }

  private void again(Duration after) {
    synchronized (this) {
      reading = false;
      if (waiters.isEmpty()) {
        return;
      }
    }
    if (after.isZero()) {
      pump();
    } else if (!timer.isShutdown()) {
      timer.schedule(this::pump, after.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private record Read(long position, ByteBuffer bytes) {}

  /** Compared by identity. */
  private static final class Waiter {
    private final long position;
    private final boolean follow;
    private final CompletableFuture<Chunk> future;

    Waiter(long position, boolean follow, CompletableFuture<Chunk> future) {
      this.position = position;
      this.follow = follow;
      this.future = future;
    }

    long position() {
      return position;
    }

    boolean follow() {
      return follow;
    }

    CompletableFuture<Chunk> future() {
      return future;
    }
  }
}
