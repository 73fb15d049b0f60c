package org.openlauncher.plugin.kubernetes.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One list and then one watch of all objects of a kind that carry our labels, for as long as it is
 * open: whatever breaks is begun anew, with the list where the server does not remember what came
 * last.
 */
public final class ResourceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration SPARE = Duration.ofSeconds(30);
  private static final int GONE = 410;

  private final ApiServer api;
  private final Query query;
  private final Listener listener;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean relist;
  private volatile @Nullable LineStream stream;
  private volatile long heardAt;

  /**
   * What is watched.
   *
   * @param path of the collection
   * @param selector labels that the objects have
   * @param page how many objects are listed at a time
   * @param timeout how long one watch lasts
   * @param silence how long nothing may be heard of it
   */
  public record Query(
      String path, String selector, long page, Duration timeout, Duration silence) {}

  /** Hears of the objects. One call at a time; must not block for long. */
  public interface Listener {
    /** The server has told something, and be it that there is nothing new. */
    void heard();

    /** All that there are. */
    void listed(List<JsonNode> all);

    /** One is as it is now. */
    void changed(JsonNode object);

    /** One is gone; it is told as it was last. */
    void deleted(JsonNode object);

    /** The server can't be watched. */
    void failed(ApiFailure failure);
  }

  /**
   * @param name of the thread
   */
  public ResourceWatch(String name, ApiServer api, Query query, Listener listener) {
    this.api = api;
    this.query = query;
    this.listener = listener;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /** Lists all again, soon. */
  public void relist() {
    relist = true;
    LineStream open = stream;
    if (open != null) {
      open.close();
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    Optional<String> version = Optional.empty();
    while (!closed) {
      try {
        if (version.isEmpty() || relist) {
          relist = false;
          version = Optional.of(list());
        }
        long begun = System.nanoTime();
        version = watch(version.get());
        pause = FIRST_PAUSE;
        if (!relist && System.nanoTime() - begun < SHORT.toNanos()) {
          pause(pause);
        }
      } catch (ApiFailure failure) {
        if (closed) {
          return;
        }
        listener.failed(failure);
        if (failure instanceof ApiRefusal refusal && refusal.gone()) {
          version = Optional.empty();
        }
        pause(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      } catch (RuntimeException fault) {
        LOG.error("The watch of {} has a fault and begins anew", query.path(), fault);
        version = Optional.empty();
        pause(LONGEST_PAUSE);
      }
    }
  }

  private void pause(Duration pause) {
    try {
      long half = pause.toMillis() / 2;
      TimeUnit.MILLISECONDS.sleep(half + ThreadLocalRandom.current().nextLong(half + 1));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private String address() {
    return query.path() + "?labelSelector=" + ApiServer.encoded(query.selector());
  }

  private String list() {
    List<JsonNode> all = new ArrayList<>();
    String next = "";
    String version;
    do {
      JsonNode page =
          api.get(
              address()
                  + "&limit="
                  + query.page()
                  + (next.isEmpty() ? "" : "&continue=" + ApiServer.encoded(next)));
      page.path("items").forEach(all::add);
      version = page.path("metadata").path("resourceVersion").asString("");
      next = page.path("metadata").path("continue").asString("");
    } while (!next.isEmpty() && !closed);
    listener.heard();
    listener.listed(all);
    return version;
  }

  /**
   * Watches from a version on, until the stream ends.
   *
   * @return the version from which the next watch has to begin; empty where it has to list
   */
  private Optional<String> watch(String version) {
    Changes changes = new Changes(version);
    LineStream open =
        api.follow(
            address()
                + "&watch=1&allowWatchBookmarks=true&resourceVersion="
                + ApiServer.encoded(version)
                + "&timeoutSeconds="
                + query.timeout().toSeconds(),
            changes);
    stream = open;
    try {
      if (closed || relist) {
        open.close();
      }
      awaitEnd(changes);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      closed = true;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof ApiFailure told && !closed && !relist) {
        throw told;
      }
    } finally {
      open.close();
      stream = null;
    }
    return changes.outdated ? Optional.empty() : Optional.of(changes.version);
  }

  /**
   * Waits for the end of a watch, or until nothing is heard of it any more. Then the server is
   * asked something that it has to answer: it may hang, or be gone behind a connection that nobody
   * has closed.
   */
  private void awaitEnd(Changes changes) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + query.timeout().plus(SPARE).toNanos();
    heardAt = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long left = Math.min(end, heardAt + query.silence().toNanos()) - now;
      if (left <= 0) {
        LOG.info("Nothing is heard of a watch of {}; another one is begun", query.path());
        api.get(address() + "&limit=1");
        return;
      }
      try {
        changes.end.get(left, TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException silent) {
        // Unless something was heard meanwhile.
      }
    }
  }

  private final class Changes implements LineStream.Lines {
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile String version;
    private volatile boolean outdated;

    Changes(String version) {
      this.version = version;
    }

    @Override
    public void line(byte[] line) {
      if (end.isDone()) {
        return;
      }
      try {
        JsonNode event = Json.MAPPER.readTree(line);
        take(event.path("type").asString(""), event.path("object"));
      } catch (JacksonException cut) {
        // The stream broke within a line; the next watch tells it again.
      } catch (RuntimeException fault) {
        outdated = true;
        LOG.error("A change of {} can't be taken in", query.path(), fault);
      }
    }

    private void take(String type, JsonNode object) {
      heardAt = System.nanoTime();
      listener.heard();
      switch (type) {
        case "ADDED", "MODIFIED" -> listener.changed(object);
        case "DELETED" -> listener.deleted(object);
        case "BOOKMARK" -> {}
        default -> {
          // With ERROR: most often that the version is too old, and then only a list helps.
          outdated = true;
          if (object.path("code").asInt(0) != GONE) {
            LOG.warn("The watch of {} ends: {}", query.path(), object.path("message").asString(""));
          }
          return;
        }
      }
      String next = object.path("metadata").path("resourceVersion").asString("");
      if (!next.isEmpty()) {
        version = next;
      }
    }

    @Override
    public void end(Optional<ApiFailure> failure) {
      if (failure.isPresent()) {
        end.completeExceptionally(failure.get());
      } else {
        end.complete(true);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LineStream open = stream;
    if (open != null) {
      open.close();
    }
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
