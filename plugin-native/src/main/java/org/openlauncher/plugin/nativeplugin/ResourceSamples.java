package org.openlauncher.plugin.nativeplugin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.wire.RequestType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What running jobs use. A plugin sends samples in its own time, as long as a stream is open; the
 * launcher asks when it wants one. So a stream stays open as long as somebody asks.
 */
final class ResourceSamples implements AutoCloseable {
  private static final Duration UNTIL_FIRST = Duration.ofSeconds(10);
  private static final Duration UNASKED = Duration.ofSeconds(30);
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final Map<JobId, Samples> streams = new ConcurrentHashMap<>();

  /** The newest sample; empty where the job does not run any more. */
  Optional<ResourceUse> of(PluginLink link, TrackedJob job) {
    streams.values().removeIf(Samples::closeUnlessAsked);
    Conversation conversation = link.conversation();
    Samples samples = streams.computeIfAbsent(job.id(), unused -> new Samples(conversation, job));
    Optional<ResourceUse> newest = samples.await();
    if (samples.over()) {
      streams.remove(job.id(), samples);
    }
    return newest;
  }

  void forget(JobId job) {
    Samples samples = streams.remove(job);
    if (samples != null) {
      samples.close();
    }
  }

  @Override
  public void close() {
    streams.values().forEach(Samples::close);
    streams.clear();
  }

  private static final class Samples implements StreamListener {
    private final Conversation conversation;
    private final ObjectNode stream;
    private long asked = System.nanoTime();
    private boolean over;
    private @Nullable ResourceUse newest;

    Samples(Conversation conversation, TrackedJob job) {
      this.conversation = conversation;
      this.stream =
          conversation.open(
              Conversation.request(RequestType.RESOURCE_USE, job.owner(), job.nativeId()), this);
    }

    @Override
    public synchronized void message(JsonNode message) {
      if (message.path("complete").asBoolean(false)) {
        over = true;
      } else {
        newest =
            new ResourceUse(
                number(message, "cpuPercent"),
                number(message, "cpuTime")
                    .map(seconds -> Duration.ofMillis(Math.round(seconds * 1_000))),
                size(message, "residentMemory"),
                size(message, "virtualMemory"));
      }
      notifyAll();
    }

    private static Optional<Double> number(JsonNode message, String member) {
      JsonNode value = message.path(member);
      return value.isNumber() && value.asDouble(-1) >= 0
          ? Optional.of(value.asDouble(0))
          : Optional.empty();
    }

    private static Optional<DataSize> size(JsonNode message, String member) {
      return number(message, member)
          .map(megabytes -> new DataSize(Math.round(megabytes * BYTES_PER_MEGABYTE)));
    }

    @Override
    public synchronized void failed(LauncherException failure) {
      over = true;
      notifyAll();
    }

    synchronized boolean over() {
      return over;
    }

    synchronized Optional<ResourceUse> await() {
      asked = System.nanoTime();
      try {
        while (newest == null && !over && System.nanoTime() - asked < UNTIL_FIRST.toNanos()) {
          TimeUnit.MILLISECONDS.timedWait(this, 100);
        }
      } catch (InterruptedException late) {
        Thread.currentThread().interrupt();
      }
      return over ? Optional.empty() : Optional.ofNullable(newest);
    }

    synchronized boolean closeUnlessAsked() {
      boolean unasked = System.nanoTime() - asked > UNASKED.toNanos();
      if (unasked) {
        close();
      }
      return unasked || over;
    }

    void close() {
      conversation.cancel(stream);
    }
  }
}
