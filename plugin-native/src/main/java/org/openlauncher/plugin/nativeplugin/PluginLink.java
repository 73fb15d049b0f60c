package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.wire.ApiVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps a plugin running: starts it, exchanges versions, asks for signs of life, and starts it
 * anew, with growing pauses, when it ends or falls silent.
 */
final class PluginLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginLink.class);

  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

  private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_AFTER_FAILURE = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration STEADY = Duration.ofMinutes(1);
  private static final int FAILURES_UNTIL_RED = 3;

  private final ClusterContext context;
  private final NativeOptions options;
  private final PluginCommand command;
  private final Path folder;
  private final Consumer<Conversation> ready;
  private final PluginMetrics metrics;
  private final ClusterCounters.Counter starts;
  private final Thread keeper;
  private final CompletableFuture<Void> firstOutcome = new CompletableFuture<>();

  private CompletableFuture<Conversation> current = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile String trouble = "it is being started";

  /** How often it has failed since it last worked for a while. Only the keeper changes it. */
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * @param ready is told of each new conversation, once versions are exchanged; must not block
   */
  PluginLink(ClusterContext context, NativeOptions options, Consumer<Conversation> ready) {
    this.context = context;
    this.options = options;
    this.command = PluginCommand.of(context, options);
    this.folder = context.scratchFolder();
    this.ready = ready;
    this.metrics = new PluginMetrics(context.counters());
    this.starts =
        context
            .counters()
            .counter(CounterName.of("native_starts", "How often the native plugin was started."));
    this.keeper = new Thread(this::keep, "native-" + context.name());
    keeper.setDaemon(true);
  }

  /** Starts it, and waits until it answers or it is known that it does not. */
  void start(Duration patience) {
    keeper.start();
    try {
      Answers.await(firstOutcome, patience);
    } catch (LauncherException late) {
      if (late.code() != ErrorCode.TIMEOUT) {
        throw late;
      }
      LOG.warn("Cluster {}: the plugin has not answered yet", context.name());
    }
  }

  /**
   * The conversation with the plugin that runs now; waits a little for one that is being started.
   *
   * @throws LauncherException {@code ClusterUnavailable} where there is none
   */
  Conversation conversation() {
    CompletableFuture<Conversation> now;
    synchronized (this) {
      now = current;
    }
    try {
      return Answers.await(now, patience());
    } catch (LauncherException none) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "The plugin of cluster " + context.name() + " does not work at the moment: " + trouble,
          none);
    }
  }

  /** Asks the plugin that runs now, and waits for the answer. */
  JsonNode ask(ObjectNode request) {
    return ask(version -> request);
  }

  /** The same, with a request that depends on what the plugin knows. */
  JsonNode ask(Function<ApiVersion, ObjectNode> request) {
    Conversation conversation = conversation();
    CompletableFuture<JsonNode> answer = conversation.ask(request.apply(conversation.version()));
    try {
      return Answers.await(answer, ANSWER_PATIENCE);
    } finally {
      conversation.abandon(answer);
    }
  }

  /** It is worth while to wait for a plugin that has worked before, or may yet. */
  private Duration patience() {
    if (failures.get() >= FAILURES_UNTIL_RED) {
      return Duration.ZERO;
    }
    return failures.get() == 0 ? CONNECTION_PATIENCE : PATIENCE_AFTER_FAILURE;
  }

  private void keep() {
    int form = 0;
    try {
      while (!closed) {
        Optional<PluginRun.Outcome> outcome = runOnce(form);
        if (closed) {
          return;
        }
        boolean anotherForm =
            outcome.filter(PluginRun.Outcome::dislikesArguments).isPresent()
                && form + 1 < command.forms();
        boolean answered = outcome.filter(PluginRun.Outcome::answered).isPresent();
        form = anotherForm ? form + 1 : (answered ? form : 0);
        if (!anotherForm) {
          if (outcome.filter(run -> run.lasted().compareTo(STEADY) > 0).isPresent()) {
            failures.set(0);
          }
          failures.incrementAndGet();
          tellTrouble();
          firstOutcome.complete(null);
          Thread.sleep(pause().toMillis());
        }
      }
    } catch (InterruptedException asked) {
      LOG.debug("Cluster {}: the plugin is not started any more", context.name(), asked);
    } catch (LauncherException impossible) {
      trouble = String.valueOf(impossible.getMessage());
      context.observations().health(new ClusterHealth(ClusterHealth.Level.RED, trouble));
      firstOutcome.completeExceptionally(impossible);
    }
  }

  /** Empty where it could not be started, or not be dealt with. */
  private Optional<PluginRun.Outcome> runOnce(int form) throws InterruptedException {
    try {
      PluginRun run =
          PluginRun.start(context.name(), options, command.form(form), folder, metrics::take);
      starts.add(1);
      PluginRun.Outcome outcome = run.run(this::begin, this::withdraw);
      trouble = outcome.trouble();
      return Optional.of(outcome);
    } catch (IOException failure) {
      trouble = "it can't be started: " + failure.getMessage();
    } catch (LauncherException impossible) {
      throw impossible;
    } catch (RuntimeException fault) {
      LOG.error("Cluster {}: the plugin can't be dealt with", context.name(), fault);
      trouble = "the launcher could not deal with it; the log tells more";
    }
    return Optional.empty();
  }

  private void begin(Conversation conversation) {
    synchronized (this) {
      current.complete(conversation);
    }
    context.observations().health(ClusterHealth.GREEN);
    ready.accept(conversation);
    firstOutcome.complete(null);
  }

  private synchronized void withdraw() {
    if (current.isDone()) {
      current = new CompletableFuture<>();
    }
  }

  private Duration pause() {
    long millis = FIRST_PAUSE.toMillis() << Math.min(failures.get() - 1, 10);
    return Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis()));
  }

  private void tellTrouble() {
    ClusterHealth.Level level =
        failures.get() >= FAILURES_UNTIL_RED ? ClusterHealth.Level.RED : ClusterHealth.Level.YELLOW;
    LOG.error("Cluster {}: the plugin does not work: {}", context.name(), trouble);
    context
        .observations()
        .health(
            new ClusterHealth(
                level,
                "The plugin does not work: "
                    + trouble
                    + "; it is started again in "
                    + Math.max(1, pause().toSeconds())
                    + " s"));
  }

  /** Ends the plugin, and waits for its end. */
  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    try {
      keeper.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      current.completeExceptionally(
          new LauncherException(
              ErrorCode.CLUSTER_UNAVAILABLE, "cluster " + context.name() + " is closed"));
    }
  }
}
