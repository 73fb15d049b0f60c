package org.openlauncher.host.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.jobs.ResourceReader.Sample;

/** Samples what jobs use while somebody looks: one sampler a job, however many look. */
final class ResourceFeeds {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final ConcurrentHashMap<JobId, Sampler> samplers = new ConcurrentHashMap<>();
  private final JobTable table;
  private final ScheduledExecutorService timer;
  private final Executor completions;

  ResourceFeeds(JobTable table, ScheduledExecutorService timer, Executor completions) {
    this.table = table;
    this.timer = timer;
    this.completions = completions;
  }

  ResourceReader open(ClusterDoor door, JobId id) {
    Sampler sampler =
        samplers.compute(
            id,
            (same, present) -> {
              Sampler shared = present == null ? new Sampler(door, id) : present;
              shared.viewers++;
              return shared;
            });
    sampler.start();
    return new Reader(sampler);
  }

  private void leave(Sampler sampler) {
    samplers.computeIfPresent(
        sampler.id, (same, present) -> --present.viewers > 0 ? present : null);
  }

  /** One viewer. */
  private final class Reader implements ResourceReader {
    private final Sampler sampler;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long seen;

    Reader(Sampler sampler) {
      this.sampler = sampler;
    }

    @Override
    public CompletableFuture<Optional<Sample>> next() {
      CompletableFuture<Optional<Sample>> sample = sampler.behind(seen);
      return sample.whenComplete(
          (taken, stopped) -> {
            if (stopped == null && taken.isPresent()) {
              seen = taken.get().number();
            } else if (stopped != null) {
              sampler.forget(sample);
            }
          });
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        leave(sampler);
      }
    }
  }

  /** Takes the samples of one job while there are viewers. */
  private final class Sampler {
    private final ClusterDoor door;
    private final JobId id;
    private final List<CompletableFuture<Optional<Sample>>> waiting = new ArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private @Nullable Sample latest;
    private boolean over;

    /** Guarded by the map's lock on this job's place. */
    private int viewers;

    Sampler(ClusterDoor door, JobId id) {
      this.door = door;
      this.id = id;
    }

    void start() {
      if (started.compareAndSet(false, true)) {
        take();
      }
    }

    synchronized CompletableFuture<Optional<Sample>> behind(long number) {
      Sample newest = latest;
      if (over) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      if (newest != null && newest.number() > number) {
        return CompletableFuture.completedFuture(Optional.of(newest));
      }
      CompletableFuture<Optional<Sample>> future = new CompletableFuture<>();
      waiting.add(future);
      return future;
    }

    synchronized void forget(CompletableFuture<Optional<Sample>> future) {
      waiting.removeIf(other -> other == future);
    }

    private void take() {
      if (samplers.get(id) != this || timer.isShutdown()) {
        return;
      }
      Optional<Job> job = table.find(id).filter(known -> !known.status().state().terminal());
      if (job.flatMap(Job::launched).isEmpty()) {
        end();
        return;
      }
      door.call("resource use", cluster -> cluster.resourceUse(job.flatMap(Job::launched).get()))
          .whenComplete(
              (use, failure) -> {
                if (failure == null) {
                  use.ifPresent(this::publish);
                }
                timer.schedule(this::take, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
              });
    }

    private void publish(ResourceUse use) {
      Sample sample;
      synchronized (this) {
        Sample before = latest;
        sample = new Sample(before == null ? 1 : before.number() + 1, use);
        latest = sample;
      }
      complete(Optional.of(sample));
    }

    private void end() {
      synchronized (this) {
        over = true;
      }
      complete(Optional.empty());
    }

    private void complete(Optional<Sample> sample) {
      List<CompletableFuture<Optional<Sample>>> reached;
      synchronized (this) {
        reached = List.copyOf(waiting);
        waiting.clear();
      }
      reached.forEach(future -> completions.execute(() -> future.complete(sample)));
    }
  }
}
