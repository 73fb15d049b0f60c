package org.openlauncher.host.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.json.JsonOutput;
import org.openlauncher.host.json.StrictJson;
import org.openlauncher.wire.AnswerType;
import org.openlauncher.wire.ApiVersion;
import org.openlauncher.wire.FrameException;
import org.openlauncher.wire.FrameReader;
import org.openlauncher.wire.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Talks with the launcher in front: reads its requests, has them answered in whatever order that
 * takes, gives signs of life. Ends when that launcher does not speak or listen any more. What is
 * wrong with one message is answered; only where it is not known where the next one begins, it
 * ends.
 */
public final class StdioDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StdioDoor.class);

  /** What was asked for before the end is still answered. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private static final Duration LAST_FRAMES = Duration.ofMillis(500);
  private static final int BLOCKING_THREADS = 8;
  private static final int STREAMING_THREADS = 2;
  private static final long IDLE_THREAD_SECONDS = 20;

  private final StdioSettings settings;
  private final BehindTheDoor behind;
  private final FrameReader reader;
  private final Outbox outbox;
  private final Responses responses;
  private final RequestReading reading;
  private final Opening opening;
  private final PluginMetrics metrics;
  private final OpenStreams streams = new OpenStreams();
  private final ExecutorService blocking = pool("stdio-accounts", BLOCKING_THREADS);
  private final ExecutorService streaming = pool("stdio-streams", STREAMING_THREADS);
  private final Answers answers;
  private final Map<Long, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong();
  private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
  private volatile boolean ending;

  /** What is asked for is answered behind this; empty before a bootstrap. Of the reading thread. */
  private Optional<CompletableFuture<Void>> line = Optional.empty();

  private volatile Optional<ApiVersion> peer = Optional.empty();

  /**
   * Talks over two pipes.
   *
   * @param in comes from the launcher in front
   * @param out goes to it; nobody else may write there
   */
  public StdioDoor(StdioSettings settings, BehindTheDoor behind, InputStream in, OutputStream out) {
    this.settings = settings;
    this.behind = behind;
    this.reader = new FrameReader(in, settings.longestMessage());
    this.outbox = new Outbox("stdio-writer", out);
    this.responses = new Responses(outbox, settings.longestMessage());
    this.reading = new RequestReading(settings.cluster());
    this.opening = new Opening(behind.clusters(), behind.doors(), settings, behind.timer());
    this.metrics = new PluginMetrics(responses);
    this.answers =
        new Answers(settings, behind, responses, streams, blocking, streaming, clusterType(behind));
  }

  private String clusterType(BehindTheDoor parts) {
    return parts.clusters().overview().stream()
        .filter(cluster -> cluster.name().equals(settings.cluster()))
        .map(Clusters.Overview::type)
        .findFirst()
        .orElse("");
  }

  private static ExecutorService pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Begins to listen. */
  public void start() {
    every(settings.heartbeat(), settings.heartbeat(), this::beat);
    outbox
        .over()
        .thenRun(
            () -> {
              if (!ending) {
                LOG.info("The launcher in front does not read any more");
                ended.complete(Optional.empty());
              }
            });
    Thread listener = new Thread(this::listen, "stdio-reader");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Completes when the launcher in front does not speak or listen any more, with what it did wrong;
   * empty where nothing was.
   */
  public CompletableFuture<Optional<String>> ended() {
    return ended.copy();
  }

  private void every(Duration first, Duration interval, Runnable task) {
    if (!interval.isZero()) {
      behind
          .timer()
          .scheduleAtFixedRate(task, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Whatever else it has not read yet is a sign of life, too. */
  private void beat() {
    if (!responses.busy()) {
      heartbeat();
    }
  }

  private void heartbeat() {
    responses.tellUnnumbered(AnswerType.HEARTBEAT, generator -> {});
  }

  private void listen() {
    try {
      for (Optional<byte[]> frame = reader.content(); frame.isPresent(); frame = reader.content()) {
        take(frame.get());
        // Who does not read the answers is not asked for more.
        responses.room().join();
      }
      LOG.info("The launcher in front has closed its end");
      awaitAnswers();
      end(Optional.empty());
    } catch (FrameException wrong) {
      LOG.error("What the launcher in front sends can't be understood: {}", wrong.getMessage());
      responses.error(
          Incoming.NO_ID,
          new LauncherException(ErrorCode.INVALID_REQUEST, String.valueOf(wrong.getMessage())));
      end(Optional.of("the launcher in front: " + wrong.getMessage()));
    } catch (IOException gone) {
      LOG.info("The launcher in front is gone: {}", gone.getMessage());
      end(Optional.empty());
    }
  }

  private void awaitAnswers() {
    try {
      CompletableFuture.allOf(underWay.values().toArray(CompletableFuture<?>[]::new))
          .get(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.debug("Not every request was answered before the end", late);
    }
  }

  /** What was sent is still written, if it is read. */
  private void end(Optional<String> fault) {
    ending = true;
    outbox.end();
    outbox
        .over()
        .completeOnTimeout(null, LAST_FRAMES.toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(() -> ended.complete(fault));
  }

  private void take(byte[] frame) {
    BigInteger id = Incoming.NO_ID;
    try {
      ObjectNode message = StrictJson.read(frame);
      id = Incoming.idOf(message);
      Incoming incoming = Incoming.read(message);
      inTurn(incoming, reading.read(incoming));
    } catch (RuntimeException refusal) {
      responses.error(id, refusal);
    }
  }

  /** What comes behind a bootstrap that is not answered yet waits for it, in its order. */
  private void inTurn(Incoming incoming, Request request) {
    if (request instanceof Request.Bootstrap bootstrap) {
      CompletableFuture<Void> bootstrapped =
          answered(incoming.id(), () -> bootstrap(bootstrap.version(), incoming.id()));
      line = Optional.of(bootstrapped.exceptionally(failure -> null));
    } else if (request instanceof Request.Heartbeat) {
      heartbeat();
    } else if (line.filter(CompletableFuture::isDone).isPresent()) {
      answerIfReady(incoming, request);
    } else {
      line =
          Optional.of(
              line.map(before -> before.thenRun(() -> answerIfReady(incoming, request)))
                  .orElseThrow(() -> tooEarly(incoming)));
    }
  }

  private static LauncherException tooEarly(Incoming incoming) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST,
        "The first request must be Bootstrap (messageType 1), and be answered; found messageType "
            + incoming.type()
            + ".");
  }

  private void answerIfReady(Incoming incoming, Request request) {
    var unused =
        answered(
            incoming.id(),
            () -> {
              if (peer.isEmpty()) {
                throw tooEarly(incoming);
              }
              return answer(request, incoming.id());
            });
  }

  /** Has a request answered, with an error where that fails. */
  private CompletableFuture<Void> answered(
      BigInteger id, Supplier<CompletableFuture<Void>> answering) {
    CompletableFuture<Void> answer;
    try {
      answer = answering.get();
    } catch (RuntimeException refusal) {
      responses.error(id, refusal);
      return CompletableFuture.completedFuture(null);
    }
    long number = asked.incrementAndGet();
    underWay.put(number, answer);
    return answer.whenComplete(
        (done, failure) -> {
          underWay.remove(number);
          if (failure != null) {
            responses.error(id, failure);
          }
        });
  }

  private CompletableFuture<Void> answer(Request request, BigInteger id) {
    ApiVersion spoken = peer.orElse(ApiVersion.LAUNCHER);
    if (request instanceof Request.SubmitJob submit) {
      return metrics.timed(answers.submit(submit, id, spoken));
    } else if (request instanceof Request.GetJobs get) {
      return answers.get(get, id, spoken);
    } else if (request instanceof Request.JobStatus status) {
      return answers.status(status, id);
    } else if (request instanceof Request.ControlJob control) {
      return metrics.timed(answers.control(control, id));
    } else if (request instanceof Request.JobOutput output) {
      return answers.output(output, id, spoken);
    } else if (request instanceof Request.ResourceUse use) {
      return answers.resources(use, id);
    } else if (request instanceof Request.JobNetwork network) {
      return metrics.timed(answers.network(network, id));
    } else if (request instanceof Request.ClusterInfo info) {
      return metrics.timed(answers.clusterInfo(info, id));
    } else if (request instanceof Request.SetLoadBalancerNodes nodes) {
      return answers.nodes(nodes, id);
    } else if (request instanceof Request.ConfigReload) {
      return answers.reload(id);
    }
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> bootstrap(ApiVersion version, BigInteger id) {
    if (!version.fits(ApiVersion.LAUNCHER)) {
      throw new LauncherException(
          ErrorCode.UNSUPPORTED_VERSION,
          "The plugin supports API version "
              + ApiVersion.LAUNCHER.major()
              + ".X.XXXX. The Launcher's API version is "
              + version);
    }
    return opening
        .await()
        .thenRun(
            () -> {
              boolean first = peer.isEmpty();
              peer = Optional.of(version);
              responses.answer(
                  AnswerType.BOOTSTRAP,
                  id,
                  generator ->
                      JsonOutput.object(
                          generator,
                          "version",
                          members -> {
                            members.writeNumberProperty("major", ApiVersion.LAUNCHER.major());
                            members.writeNumberProperty("minor", ApiVersion.LAUNCHER.minor());
                            members.writeNumberProperty("patch", ApiVersion.LAUNCHER.patch());
                          }));
              LOG.info(
                  "Cluster {} is served to a launcher that speaks version {}",
                  settings.cluster(),
                  version);
              if (first && version.takesMetrics()) {
                every(Duration.ZERO, settings.metrics(), metrics::tell);
              }
            });
  }

  /** Nothing is answered any more; jobs go on. */
  @Override
  public void close() {
    ending = true;
    streams.close();
    outbox.end();
    blocking.shutdownNow();
    streaming.shutdownNow();
  }
}
