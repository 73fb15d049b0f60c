package org.openlauncher.plugin.kubernetes.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiRefusal;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.LineStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of one container, with one stream for as long as it lasts, and keeps what the job
 * wrote. Each piece says where it belongs, so that a stream that breaks is followed by another one
 * without loss or repetition.
 */
public final class LogFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LATER = Duration.ofSeconds(30);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final int NO_MORE = 400;
  private static final int LONGEST_WORD = 300;

  private final ApiServer api;
  private final String address;
  private final Path outputFile;
  private final Path indexFile;
  private final ScheduledExecutorService timer;
  private final Listener listener;
  private @Nullable OutputKeeper keeper;
  private @Nullable Reading reading;
  private Instant heardAt;
  private Duration pause = SOON;
  private boolean fromBeginning;
  private boolean started;
  private boolean complete;
  private boolean ended;
  private boolean closed;
  private boolean nodeRefused;
  private String trouble = "";

  /** Hears what there is to hear of the job. Must not block. */
  public interface Listener {
    /** The job's program was started, the log is complete, or can't be had: look at it. */
    void news();
  }

  /**
   * @param address of the container's log, without parameters but the container
   */
  public LogFollower(
      ApiServer api,
      String address,
      Path outputFile,
      Path indexFile,
      ScheduledExecutorService timer,
      Listener listener) {
    this.api = api;
    this.address = address;
    this.outputFile = outputFile;
    this.indexFile = indexFile;
    this.timer = timer;
    this.listener = listener;
    this.heardAt = lastKept(indexFile);
  }

  private static Instant lastKept(Path indexFile) {
    try {
      return Files.size(indexFile) > 0
          ? Files.getLastModifiedTime(indexFile).toInstant()
          : Instant.EPOCH;
    } catch (IOException nothing) {
      return Instant.EPOCH;
    }
  }

  /** Begins, or begins again. */
  public synchronized void follow() {
    if (closed || complete || reading != null) {
      return;
    }
    try {
      if (keeper == null) {
        keeper = OutputKeeper.open(outputFile, indexFile);
      }
      String since = since();
      fromBeginning = false;
      Reading next = new Reading(since.isEmpty(), ended);
      reading = next;
      next.stream = api.follow(address + (ended ? "" : "&follow=true") + since, next);
    } catch (IOException | ApiFailure failure) {
      reading = null;
      trouble = failure.toString();
      again();
      listener.news();
    }
  }

  /** The node counts back from its own time, so that clocks may differ. */
  private String since() {
    if (fromBeginning || heardAt.equals(Instant.EPOCH)) {
      return "";
    }
    return "&sinceSeconds="
        + Math.max(1, Duration.between(heardAt, Instant.now()).plus(MARGIN).toSeconds());
  }

  /** The container has ended: once what is there was read, nothing more comes. */
  public synchronized void end() {
    if (!ended) {
      ended = true;
      pause = SOON;
      Reading open = reading;
      if (open == null) {
        follow();
      } else {
        later(LAST_WORDS, () -> giveUp(open));
      }
    }
  }

  /** A stream that does not end with its container is one that nobody writes to any more. */
  private synchronized void giveUp(Reading silent) {
    if (reading != silent) {
      return;
    }
    if (Duration.between(heardAt, Instant.now()).compareTo(LAST_WORDS) < 0) {
      later(LAST_WORDS, () -> giveUp(silent));
    } else {
      silent.abandon();
    }
  }

  /** When something was last read of it; long ago where nothing was. */
  public synchronized Instant heardAt() {
    return heardAt;
  }

  /** Whether the job's program was started. */
  public synchronized boolean started() {
    return started;
  }

  /** Whether all is there that there will ever be. */
  public synchronized boolean complete() {
    return complete;
  }

  /** Why the log can't be read at the moment; empty text where it can. */
  public synchronized String trouble() {
    return trouble;
  }

  private void again() {
    if (closed || complete) {
      return;
    }
    later(pause, this::followLater);
    pause = pause.multipliedBy(2).compareTo(LATER) < 0 ? pause.multipliedBy(2) : LATER;
  }

  private void later(Duration after, Runnable what) {
    try {
      timer.schedule(what, after.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      // Whoever opens the cluster next goes on.
    }
  }

  private void followLater() {
    try {
      follow();
    } catch (RuntimeException fault) {
      LOG.error("The log at {} can't be followed", address, fault);
    }
  }

  /** One stream of the log. */
  private final class Reading implements LineStream.Lines {
    private final boolean whole;
    private final boolean afterEnd;
    private final Instant begun = Instant.now();
    private boolean abandoned;
    private String stranger = "";
    private @Nullable LineStream stream;

    /**
     * @param whole whether it begins where the log does
     * @param afterEnd whether the container had ended before
     */
    Reading(boolean whole, boolean afterEnd) {
      this.whole = whole;
      this.afterEnd = afterEnd;
    }

    @Override
    public void line(byte[] line) {
      synchronized (LogFollower.this) {
        if (!abandoned) {
          Frame.parse(line)
              .ifPresentOrElse(frame -> take(this, frame), () -> stranger = words(line));
        }
      }
    }

    /** A node says in the log itself why it can't go on, without an end of line. */
    @Override
    public void unfinished(byte[] line) {
      // Or it is the beginning of a line of ours, where a stream was cut.
      if (line.length > 2 && line[1] != ' ') {
        synchronized (LogFollower.this) {
          stranger = words(line);
        }
      }
    }

    private static String words(byte[] line) {
      String text = new String(line, StandardCharsets.UTF_8);
      return text.length() > LONGEST_WORD ? text.substring(0, LONGEST_WORD) : text;
    }

    boolean lasted() {
      return Duration.between(begun, Instant.now()).compareTo(LATER) > 0;
    }

    @Override
    public void end(Optional<ApiFailure> failure) {
      synchronized (LogFollower.this) {
        reading = null;
        ended(this, failure);
      }
    }

    /** Reads no more of it: all is to be read again. */
    void abandon() {
      abandoned = true;
      fromBeginning = true;
      LineStream open = stream;
      if (open != null) {
        open.close();
      }
    }
  }

  private void take(Reading from, Frame frame) {
    OutputKeeper open = keeper;
    if (open == null || closed) {
      return;
    }
    heardAt = Instant.now();
    trouble = "";
    long before = open.position();
    try {
      if (frame instanceof Frame.Piece piece) {
        piece(open, from, piece);
      } else if (frame instanceof Frame.End end) {
        end(open, from, end.length());
      }
    } catch (IOException full) {
      LOG.warn("Output at {} can't be kept: {}", outputFile, full.toString());
      trouble = "the launcher can't keep it: " + full.getMessage();
      from.abandon();
    }
    // What was read before is no sign that the log can be followed again.
    if (open.position() > before) {
      pause = SOON;
    }
    // Whatever is told by a log, the program was started before.
    if (!started && !(frame instanceof Frame.End)) {
      started = true;
      listener.news();
    }
  }

  /** What is missing may be older than what was asked for: then all is asked for. */
  private static void piece(OutputKeeper open, Reading from, Frame.Piece piece) throws IOException {
    if (open.add(piece)) {
      return;
    }
    if (from.whole) {
      open.skipTo(piece.position());
      open.add(piece);
    } else {
      from.abandon();
    }
  }

  private void end(OutputKeeper open, Reading from, long length) throws IOException {
    if (length > open.position() && !from.whole) {
      from.abandon();
      return;
    }
    if (length > open.position()) {
      open.skipTo(length);
    }
    complete = true;
  }

  private void ended(Reading from, Optional<ApiFailure> failure) {
    if (closed || complete) {
      finish();
      return;
    }
    failure.ifPresent(told -> trouble = told.getMessage());
    if (from.lasted()) {
      pause = SOON;
    } else if (failure.isEmpty() && !from.afterEnd && !from.stranger.isEmpty()) {
      refusedByNode(from.stranger);
    }
    boolean read = failure.isEmpty() && from.afterEnd && !from.abandoned;
    boolean gone =
        from.afterEnd
            && failure
                .filter(
                    told ->
                        told instanceof ApiRefusal refusal
                            && (refusal.notFound() || refusal.code() == NO_MORE))
                .isPresent();
    if (gone || (read && from.whole)) {
      // The first process was ended before it could say that this is all; or nobody has it.
      complete = true;
      finish();
      return;
    }
    if (read) {
      fromBeginning = true;
      pause = SOON;
    }
    again();
    listener.news();
  }

  private void refusedByNode(String words) {
    if (!nodeRefused) {
      LOG.warn("The log at {} can't be followed, the node says: {}", address, words);
      nodeRefused = true;
    }
    trouble = "the node does not let its log be followed: " + words;
  }

  private void finish() {
    closeKeeper();
    listener.news();
  }

  private void closeKeeper() {
    try {
      if (keeper != null) {
        keeper.close();
        keeper = null;
      }
    } catch (IOException failure) {
      LOG.warn("Output at {} can't be closed: {}", outputFile, failure.toString());
    }
  }

  /** Lets go; what was kept stays. */
  @Override
  public void close() {
    LineStream open;
    synchronized (this) {
      closed = true;
      open = reading == null ? null : reading.stream;
      closeKeeper();
    }
    if (open != null) {
      open.close();
    }
  }
}
