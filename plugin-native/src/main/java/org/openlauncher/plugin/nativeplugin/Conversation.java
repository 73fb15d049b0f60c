package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.plugin.nativeplugin.wire.PluginError;
import org.openlauncher.wire.AnswerType;
import org.openlauncher.wire.ApiVersion;
import org.openlauncher.wire.FrameReader;
import org.openlauncher.wire.Frames;
import org.openlauncher.wire.Outbox;
import org.openlauncher.wire.RequestType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said with one process of a plugin, from its start to its end. Requests are matched with
 * answers by their ids, in whatever order these come; any message is a sign of life.
 */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  /** More than plugins are meant to send: a list of many jobs must not end the conversation. */
  private static final DataSize LONGEST_READ = new DataSize(64L * 1024 * 1024);

  private static final DataSize MOST_WAITING = new DataSize(64L * 1024 * 1024);
  private static final long BOOTSTRAP_ID = 0;

  private final String cluster;
  private final FrameReader reader;
  private final Outbox outbox;
  private final DataSize longestSent;
  private final Consumer<JsonNode> metrics;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final Map<Long, StreamListener> streams = new ConcurrentHashMap<>();
  private volatile long lastHeard = System.nanoTime();
  private volatile boolean heardAnything;
  private volatile boolean over;
  private volatile ApiVersion version = ApiVersion.LAUNCHER;

  Conversation(
      String cluster, PluginProcess process, DataSize longestSent, Consumer<JsonNode> metrics) {
    this.cluster = cluster;
    this.reader = new FrameReader(process.output(), LONGEST_READ);
    this.outbox = new Outbox("native-" + cluster + "-writer", process.input());
    this.longestSent = longestSent;
    this.metrics = metrics;
  }

  /** What the plugin said it speaks. */
  ApiVersion version() {
    return version;
  }

  void version(ApiVersion told) {
    version = told;
  }

  /** When the last message came, by {@link System#nanoTime}. */
  long lastHeard() {
    return lastHeard;
  }

  /** Whether any message ever came. */
  boolean heardAnything() {
    return heardAnything;
  }

  /**
   * Reads until the plugin's output ends.
   *
   * @return why it ended
   */
  String listen() {
    try {
      for (Optional<ObjectNode> message = reader.next();
          message.isPresent();
          message = reader.next()) {
        lastHeard = System.nanoTime();
        heardAnything = true;
        takeSafely(message.get());
      }
      return "its output ended";
    } catch (IOException broken) {
      return "its output can't be understood: " + broken.getMessage();
    }
  }

  /** Whatever one message brings about, the next ones are read. */
  private void takeSafely(ObjectNode message) {
    try {
      take(message);
    } catch (RuntimeException fault) {
      LOG.error("Cluster {}: a message of the plugin's can't be dealt with", cluster, fault);
    }
  }

  private void take(ObjectNode message) {
    Optional<AnswerType> type = AnswerType.of(message.path("messageType").asInt(Integer.MIN_VALUE));
    if (type.isEmpty()) {
      LOG.warn(
          "Cluster {}: the plugin sent a message of a type that is not known: {}",
          cluster,
          message.path("messageType"));
      return;
    }
    long id = message.path("requestId").asLong(0);
    switch (type.get()) {
      case HEARTBEAT -> LOG.trace("Cluster {}: the plugin is alive", cluster);
      case METRICS -> metrics.accept(message);
      case ERROR -> failed(id, PluginError.read(message));
      case JOB_STATUS, RESOURCE_USE -> {
        for (JsonNode sequence : message.path("sequences")) {
          tell(sequence.path("requestId").asLong(0), message);
        }
      }
      case JOB_OUTPUT -> tell(id, message);
      case BOOTSTRAP,
          JOB_STATE,
          CONTROL_JOB,
          JOB_NETWORK,
          CLUSTER_INFO,
          SET_LOAD_BALANCER_NODES,
          CONFIG_RELOAD -> {
        CompletableFuture<JsonNode> asked = pending.remove(id);
        if (asked != null) {
          asked.complete(message);
        }
      }
    }
  }

  private void tell(long id, ObjectNode message) {
    StreamListener listener = streams.get(id);
    if (listener != null) {
      listener.message(message);
    }
  }

  private void failed(long id, LauncherException failure) {
    CompletableFuture<JsonNode> asked = pending.remove(id);
    StreamListener listener = streams.remove(id);
    if (asked != null) {
      asked.completeExceptionally(failure);
    }
    if (listener != null) {
      listener.failed(failure);
    }
  }

  /** A request of a user's, or of all users' ({@code *}), without members of its own yet. */
  static ObjectNode request(RequestType type, String user) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("messageType", type.number())
        .put("username", user)
        .put("requestUsername", user);
  }

  /** A request that is about one job, or all ({@code *}). */
  static ObjectNode request(RequestType type, String user, String job) {
    return request(type, user).put("jobId", job).put("encodedJobId", "");
  }

  /** The first request of all. */
  CompletableFuture<JsonNode> bootstrap() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("messageType", RequestType.BOOTSTRAP.number()).put("requestId", BOOTSTRAP_ID);
    ApiVersion.LAUNCHER.write(message.putObject("version"));
    return send(BOOTSTRAP_ID, message);
  }

  void heartbeat() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("messageType", RequestType.HEARTBEAT.number()).put("requestId", BOOTSTRAP_ID);
    write(message);
  }

  /** Refuses with {@code TooManyRequests} where the plugin has not read for long. */
  private void write(ObjectNode message) {
    byte[] frame = Frames.of(message, longestSent);
    if (outbox.waiting() + frame.length > MOST_WAITING.bytes()) {
      throw new LauncherException(
          ErrorCode.TOO_MANY_REQUESTS,
          "The cluster's plugin is too slow: more than "
              + MOST_WAITING.bytes()
              + " bytes of requests wait for it.");
    }
    outbox.add(frame);
  }

  /** Sends a request; the answer fails with {@code PluginRestarted} where the plugin ends. */
  CompletableFuture<JsonNode> ask(ObjectNode message) {
    long id = ids.incrementAndGet();
    return send(id, message.put("requestId", id));
  }

  private CompletableFuture<JsonNode> send(long id, ObjectNode message) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    try {
      write(message);
    } catch (LauncherException refused) {
      pending.remove(id);
      answer.completeExceptionally(refused);
    }
    if (over && pending.remove(id) != null) {
      answer.completeExceptionally(restarted());
    }
    return answer;
  }

  /** An answer that nobody waits for any more. */
  void abandon(CompletableFuture<JsonNode> answer) {
    pending.values().removeIf(asked -> asked == answer);
  }

  /** Opens a stream, and returns what {@link #cancel} wants. */
  ObjectNode open(ObjectNode message, StreamListener listener) {
    long id = ids.incrementAndGet();
    message.put("requestId", id).put("cancel", false);
    streams.put(id, listener);
    try {
      write(message);
    } catch (LauncherException refused) {
      streams.remove(id);
      throw refused;
    }
    if (over && streams.remove(id) != null) {
      listener.failed(restarted());
    }
    return message;
  }

  /** Ends a stream; what is under way is dropped. */
  void cancel(ObjectNode opened) {
    if (streams.remove(opened.path("requestId").asLong(0)) == null || over) {
      return;
    }
    write(opened.deepCopy().put("cancel", true));
  }

  /** The process is gone: whoever waits is told. */
  void end() {
    over = true;
    outbox.end();
    List.copyOf(pending.keySet())
        .forEach(
            id -> {
              CompletableFuture<JsonNode> asked = pending.remove(id);
              if (asked != null) {
                asked.completeExceptionally(restarted());
              }
            });
    List.copyOf(streams.keySet())
        .forEach(
            id -> {
              StreamListener listener = streams.remove(id);
              if (listener != null) {
                listener.failed(restarted());
              }
            });
  }

  static LauncherException restarted() {
    return new LauncherException(
        ErrorCode.PLUGIN_RESTARTED,
        "The cluster's plugin ended while it worked on the request, and is started anew.");
  }
}
