package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.plugin.nativeplugin.wire.Printable;
import org.openlauncher.wire.ApiVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One process of a plugin, from its start to its end, watched by one thread. */
final class PluginRun {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRun.class);
  private static final Duration BOOTSTRAP_PATIENCE = Duration.ofSeconds(100);
  private static final Duration LAST_OUTPUT = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration GRACE_AFTER_OUTPUT = Duration.ofMillis(200);
  private static final Duration LOOK_WITHOUT_HEARTBEAT = Duration.ofMinutes(1);
  private static final int MISSED_HEARTBEATS = 3;
  private static final int LONGEST_REASON = 500;

  private final String cluster;
  private final NativeOptions options;
  private final PluginProcess process;
  private final Conversation conversation;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<String> ending = new AtomicReference<>("its process ended");
  private final long begin = System.nanoTime();

  /**
   * How it went.
   *
   * @param answered whether it ever worked
   * @param dislikesArguments whether it ended as those do that don't know one of their arguments
   * @param lasted how long it ran
   * @param trouble why it ended
   */
  record Outcome(boolean answered, boolean dislikesArguments, Duration lasted, String trouble) {}

  private PluginRun(
      String cluster, NativeOptions options, PluginProcess process, Consumer<JsonNode> metrics) {
    this.cluster = cluster;
    this.options = options;
    this.process = process;
    this.conversation = new Conversation(cluster, process, options.longestSent(), metrics);
  }

  /** Starts the process. */
  static PluginRun start(
      String cluster,
      NativeOptions options,
      List<String> command,
      Path folder,
      Consumer<JsonNode> metrics)
      throws IOException {
    return new PluginRun(cluster, options, PluginProcess.start(cluster, command, folder), metrics);
  }

  /**
   * Talks with it until it ends, or the thread is interrupted: then it is made to end.
   *
   * @param ready is told when versions are exchanged
   * @param gone is told before those are who wait for an answer
   * @throws LauncherException {@code UnsupportedVersion} where no other start would help
   */
  Outcome run(Consumer<Conversation> ready, Runnable gone) throws InterruptedException {
    Thread reader =
        new Thread(
            () -> {
              ending.set(conversation.listen());
              over.countDown();
            },
            "native-" + cluster + "-reader");
    reader.setDaemon(true);
    reader.start();
    // A process that it has started may hold its output open.
    process.afterEnd(LAST_OUTPUT, over::countDown);
    String fault = "";
    boolean answered = false;
    boolean interrupted = false;
    try {
      fault = bootstrap();
      answered = fault.isEmpty() && over.getCount() > 0;
      if (answered) {
        ready.accept(conversation);
        fault = watch();
      }
    } catch (InterruptedException asked) {
      interrupted = true;
    } finally {
      gone.run();
      conversation.end();
      process.stop(over.getCount() > 0 ? GRACE : GRACE_AFTER_OUTPUT);
    }
    int code = process.await();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return new Outcome(
        answered,
        !conversation.heardAnything() && (code == 1 || code == 2),
        Duration.ofNanos(System.nanoTime() - begin),
        trouble(fault, code, answered));
  }

  private String trouble(String fault, int code, boolean answered) {
    String complaint = process.lastComplaint();
    return (fault.isEmpty() ? String.valueOf(ending.get()) : fault)
        + ", exit code "
        + code
        + (answered ? "" : ", before it had answered the first request")
        + (complaint.isEmpty()
            ? ""
            : "; its last words: " + Printable.of(complaint, LONGEST_REASON));
  }

  /** What went wrong; empty where nothing did, or the process has ended. */
  private String bootstrap() throws InterruptedException {
    CompletableFuture<JsonNode> answer = conversation.bootstrap();
    long deadline = System.nanoTime() + BOOTSTRAP_PATIENCE.toNanos();
    while (!answer.isDone()) {
      if (over.await(20, TimeUnit.MILLISECONDS) && !answer.isDone()) {
        return "";
      }
      if (System.nanoTime() > deadline) {
        return "it has not answered within " + BOOTSTRAP_PATIENCE.toSeconds() + " s";
      }
    }
    try {
      ApiVersion version = ApiVersion.read(Answers.await(answer, Duration.ZERO).path("version"));
      if (!version.fits(ApiVersion.LAUNCHER)) {
        throw unsupported("it speaks version " + version);
      }
      conversation.version(version);
      LOG.info("Cluster {}: the plugin runs and speaks version {}", cluster, version);
      return "";
    } catch (LauncherException refused) {
      if (refused.code() == ErrorCode.UNSUPPORTED_VERSION) {
        throw unsupported(String.valueOf(refused.getMessage()));
      }
      return "it refused to begin: " + refused.getMessage();
    }
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

  /** What went wrong; empty where it has ended by itself. */
  private String watch() throws InterruptedException {
    boolean beats = !options.heartbeat().isZero();
    Duration interval = beats ? options.heartbeat() : LOOK_WITHOUT_HEARTBEAT;
    while (!over.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
      long quiet = System.nanoTime() - conversation.lastHeard();
      if (beats && quiet > interval.toNanos() * MISSED_HEARTBEATS) {
        return "it has given no sign of life for "
            + TimeUnit.NANOSECONDS.toSeconds(quiet)
            + " s and was ended";
      }
      if (beats) {
        beat();
      }
    }
    return "";
  }

  private void beat() {
    try {
      conversation.heartbeat();
    } catch (LauncherException busy) {
      // It does not read: if it is not heard either, it is ended for that.
      LOG.warn("Cluster {}: {}", cluster, busy.getMessage());
    }
  }
}
