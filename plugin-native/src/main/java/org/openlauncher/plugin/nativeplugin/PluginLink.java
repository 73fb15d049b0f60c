package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.plugin.nativeplugin.wire.ApiVersion;
import org.openlauncher.plugin.nativeplugin.wire.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Keeps a plugin running: starts it, exchanges versions, asks for signs of life, and starts it
 * anew, with growing pauses, when it ends or falls silent.
 */
final class PluginLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginLink.class);
  private static final Duration BOOTSTRAP_PATIENCE = Duration.ofSeconds(100);
  private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_AFTER_FAILURE = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration STEADY = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final int FAILURES_UNTIL_RED = 3;
  private static final int MISSED_HEARTBEATS = 3;
  private static final int LONGEST_REASON = 500;

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

  // For the keeper alone.
  private int form;

  /** Whether the last process ended as those do that don't know one of their arguments. */
  private boolean startedInVain;

  /** Why it was ended by us; null where it ended by itself. */
  private @Nullable String silence;

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

  /** It is worth while to wait for a plugin that has worked before, or may yet. */
  private Duration patience() {
    if (failures.get() >= FAILURES_UNTIL_RED) {
      return Duration.ZERO;
    }
    return failures.get() == 0 ? CONNECTION_PATIENCE : PATIENCE_AFTER_FAILURE;
  }

  private void keep() {
    try {
      while (!closed) {
        boolean goodStart = converse();
        if (closed) {
          return;
        }
        boolean otherForm = !goodStart && form + 1 < command.forms() && startedInVain;
        form = goodStart ? form : (otherForm ? form + 1 : 0);
        if (!otherForm) {
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

  /** One process from start to end; whether it ever answered. */
  private boolean converse() throws InterruptedException {
    long begin = System.nanoTime();
    PluginProcess process;
    startedInVain = false;
    try {
      process = PluginProcess.start(context.name(), command.form(form), folder);
      starts.add(1);
    } catch (IOException failure) {
      trouble = "it can't be started: " + failure.getMessage();
      return false;
    }
    Conversation conversation =
        new Conversation(context.name(), process, options.longestSent(), metrics::take);
    CountDownLatch silent = new CountDownLatch(1);
    AtomicReference<String> ending = new AtomicReference<>("");
    Thread reader =
        new Thread(
            () -> {
              ending.set(conversation.listen());
              silent.countDown();
            },
            "native-" + context.name() + "-reader");
    reader.setDaemon(true);
    reader.start();
    boolean answered = false;
    try {
      answered = bootstrap(conversation, silent);
      if (answered) {
        watch(conversation, silent, begin);
      }
    } finally {
      withdraw(conversation);
      // An interrupt has said its part: it is to end, but in good order.
      boolean interrupted = Thread.interrupted();
      // Its output may have ended though it lives, and its end may lag behind that of its output.
      process.stop(closed || (answered && silent.getCount() > 0) ? GRACE : Duration.ofMillis(200));
      reader.join();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    int code = process.await();
    startedInVain = !conversation.heardAnything() && (code == 1 || code == 2);
    trouble = explain(String.valueOf(ending.get()), code, process.lastComplaint(), answered);
    if (answered && System.nanoTime() - begin > STEADY.toNanos()) {
      failures.set(0);
    }
    return answered;
  }

  private String explain(String ending, int code, String complaint, boolean answered) {
    String what = silence != null ? silence : ending;
    silence = null;
    return what
        + ", exit code "
        + code
        + (answered ? "" : ", before it had answered the first request")
        + (complaint.isEmpty()
            ? ""
            : "; its last words: " + Printable.of(complaint, LONGEST_REASON));
  }

  private boolean bootstrap(Conversation conversation, CountDownLatch silent)
      throws InterruptedException {
    CompletableFuture<JsonNode> answer = conversation.bootstrap();
    long deadline = System.nanoTime() + BOOTSTRAP_PATIENCE.toNanos();
    while (!answer.isDone()) {
      if (silent.await(20, TimeUnit.MILLISECONDS) && !answer.isDone()) {
        return false;
      }
      if (System.nanoTime() > deadline) {
        silence = "it has not answered within " + BOOTSTRAP_PATIENCE.toSeconds() + " s";
        return false;
      }
    }
    try {
      ApiVersion version = ApiVersion.read(Answers.await(answer, Duration.ZERO).path("version"));
      if (!version.fits(ApiVersion.LAUNCHER)) {
        throw unsupported("it speaks version " + version);
      }
      conversation.version(version);
      LOG.info("Cluster {}: the plugin runs and speaks version {}", context.name(), version);
    } catch (LauncherException refused) {
      if (refused.code() == ErrorCode.UNSUPPORTED_VERSION) {
        throw unsupported(String.valueOf(refused.getMessage()));
      }
      silence = "it refused to begin: " + refused.getMessage();
      return false;
    }
    return true;
  }

  private LauncherException unsupported(String found) {
    return new LauncherException(
        ErrorCode.UNSUPPORTED_VERSION,
        "The plugin "
            + options.executable()
            + ": expected version "
            + ApiVersion.LAUNCHER.major()
            + " of the Launcher Plugin API, found another: "
            + found);
  }

  private void watch(Conversation conversation, CountDownLatch silent, long begin)
      throws InterruptedException {
    synchronized (this) {
      current.complete(conversation);
    }
    context.observations().health(ClusterHealth.GREEN);
    ready.accept(conversation);
    firstOutcome.complete(null);
    Duration interval = options.heartbeat().isZero() ? Duration.ofMinutes(1) : options.heartbeat();
    while (!silent.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
      if (!options.heartbeat().isZero()) {
        long quiet = System.nanoTime() - conversation.lastHeard();
        if (quiet > interval.toNanos() * MISSED_HEARTBEATS) {
          silence =
              "it has given no sign of life for "
                  + TimeUnit.NANOSECONDS.toSeconds(quiet)
                  + " s and was ended";
          return;
        }
        conversation.heartbeat();
      }
      if (System.nanoTime() - begin > STEADY.toNanos()) {
        failures.set(0);
      }
    }
  }

  private void withdraw(Conversation conversation) {
    synchronized (this) {
      if (current.isDone()) {
        current = new CompletableFuture<>();
      }
    }
    conversation.end();
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
