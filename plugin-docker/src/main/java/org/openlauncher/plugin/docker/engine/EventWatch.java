package org.openlauncher.plugin.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows the engine's events of some containers, for as long as it is open: when the stream breaks
 * it is opened again, and the listener is told to look at everything, since events were missed.
 */
public final class EventWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration END = Duration.ofSeconds(5);

  /** Hears of the events, from the watch's own thread. */
  public interface Listener {
    /** The stream is open: what happened before it was is to be looked for. */
    void connected();

    /** The stream is broken; it is tried again. */
    void disconnected(String reason);

    /**
     * Something happened to a container.
     *
     * @param container its id
     * @param action what: start, die, pause...
     * @param attributes its labels, and what belongs to the action
     */
    void happened(String container, String action, JsonNode attributes);
  }

  private final EngineClient engine;
  private final String path;
  private final Listener listener;
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable EngineStream stream;

  /**
   * @param labels what the containers are labelled with
   */
  public EventWatch(String name, EngineClient engine, List<String> labels, Listener listener) {
    this.engine = engine;
    this.path =
        "/events?filters=" + Address.filters(Map.of("type", List.of("container"), "label", labels));
    this.listener = listener;
    this.thread = new Thread(this::follow, name + "-events");
    thread.setDaemon(true);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  private void follow() {
    Duration pause = SHORTEST_PAUSE;
    while (!closed) {
      try (EngineStream events = open()) {
        if (closed) {
          return;
        }
        listener.connected();
        pause = SHORTEST_PAUSE;
        for (Optional<JsonNode> event = events.next(); event.isPresent(); event = events.next()) {
          tell(event.get());
        }
        broken("the engine at " + engine.address() + " has ended the stream of its events");
      } catch (EngineFailure failure) {
        broken(failure.getMessage());
      } catch (RuntimeException fault) {
        LOG.error("The events of the engine can't be followed", fault);
        broken(fault.toString());
      }
      pause = rest(pause);
    }
  }

  private EngineStream open() {
    EngineStream opened = engine.open(Request.Method.GET, path, Map.of(), engine.patience());
    synchronized (this) {
      stream = opened;
      if (closed) {
        opened.close();
      }
    }
    return opened;
  }

  private void broken(String reason) {
    if (!closed) {
      listener.disconnected(reason);
    }
  }

  private void tell(JsonNode event) {
    JsonNode attributes = event.path("Actor").path("Attributes");
    String container = event.path("Actor").path("ID").asString("");
    String action = event.path("Action").asString("");
    if (!closed && !container.isEmpty()) {
      listener.happened(container, action, attributes);
    }
  }

  private Duration rest(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      if (stream != null) {
        stream.close();
      }
    }
    thread.interrupt();
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
