package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.process.UserFile;
import org.openlauncher.wire.RequestType;
import org.openlauncher.wire.WireNumbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One output in a file, filled by a stream of the plugin's. Where the stream breaks off, another
 * begins at the first byte, and what is there already is passed over: also what an earlier reader
 * has left, so that what was read once never changes.
 */
final class OutputSpool implements JobOutput, UserFile, StreamListener {
  private static final Logger LOG = LoggerFactory.getLogger(OutputSpool.class);

  /** Plugins of the C++ kit never say that a stream is complete which began before the end. */
  private static final Duration PATIENCE_FOR_COMPLETION = Duration.ofSeconds(2);

  private static final Duration PATIENCE_IN_ALL = Duration.ofSeconds(8);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(12);
  private static final Duration UNTIL_A_STREAM_BEGINS = Duration.ofMillis(500);
  private static final Duration LONGEST_BEGINNING = Duration.ofSeconds(3);
  private static final Duration PAUSE_OF_A_STREAM = Duration.ofMillis(100);
  private static final Duration PAUSE_BEFORE_ANOTHER = Duration.ofSeconds(1);

  private final PluginLink link;
  private final TrackedJob job;
  private final OutputType type;
  private final Path file;
  private final Consumer<OutputSpool> whenClosed;
  private final FileChannel channel;

  private long written;
  private long received;
  private boolean complete;
  private boolean closed;
  private long lastBegin;
  private long lastMessage;
  private Optional<Long> endSeen = Optional.empty();
  private boolean begun;
  private boolean begunAfterEnd;
  private @Nullable LauncherException failure;
  private @Nullable Conversation conversation;
  private @Nullable ObjectNode stream;

  OutputSpool(
      PluginLink link,
      TrackedJob job,
      OutputType type,
      Path file,
      Consumer<OutputSpool> whenClosed) {
    this.link = link;
    this.job = job;
    this.type = type;
    this.file = file;
    this.whenClosed = whenClosed;
    boolean whole = file.getFileName().toString().endsWith(".complete");
    try {
      channel =
          whole
              ? FileChannel.open(file, StandardOpenOption.READ)
              : FileChannel.open(
                  file,
                  Set.of(
                      StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
      written = channel.size();
      complete = whole;
    } catch (IOException problem) {
      throw new LauncherException(
          ErrorCode.JOB_OUTPUT_NOT_FOUND,
          "The output of job " + job.id() + " can't be kept in " + file + ".",
          problem);
    }
  }

  JobId job() {
    return job.id();
  }

  Path file() {
    return file;
  }

  synchronized boolean isComplete() {
    return complete;
  }

  /**
   * Opens the stream.
   *
   * @param ended whether the job has ended
   */
  void begin(boolean ended) {
    Conversation present = link.conversation();
    synchronized (this) {
      begunAfterEnd = ended;
      open(present);
    }
  }

  /** Waits for what there is: all of it where the job has ended. */
  void await() {
    synchronized (this) {
      boolean ended = begunAfterEnd;
      try {
        while (!complete && failure == null && isAwaited(ended)) {
          TimeUnit.MILLISECONDS.timedWait(this, 50);
        }
      } catch (InterruptedException late) {
        Thread.currentThread().interrupt();
        throw new LauncherException(
            ErrorCode.TIMEOUT, "The output of job " + job.id() + " has not come in time.", late);
      }
      LauncherException refusal = failure;
      if (refusal != null && (ended || refusal.code() == ErrorCode.JOB_NOT_FOUND)) {
        throw new LauncherException(
            ErrorCode.JOB_OUTPUT_NOT_FOUND,
            "Job " + job.id() + " has no output of this kind: " + refusal.getMessage(),
            refusal);
      }
    }
  }

  /**
   * Nothing says that all has come which a running job has written so far: the stream is waited for
   * to begin, and then to pause.
   */
  private boolean isAwaited(boolean ended) {
    if (ended) {
      return silence().compareTo(LONGEST_SILENCE) < 0;
    }
    Duration longest = begun ? PAUSE_OF_A_STREAM : UNTIL_A_STREAM_BEGINS;
    return silence().compareTo(longest) < 0
        && System.nanoTime() - lastBegin < LONGEST_BEGINNING.toNanos();
  }

  private Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastMessage);
  }

  private void open(Conversation present) {
    ObjectNode message = Conversation.request(RequestType.JOB_OUTPUT, job.owner(), job.nativeId());
    if (present.version().hasNewShapes()) {
      message.put("outputType", type.wireName());
    } else {
      message.put("outputType", WireNumbers.of(type));
    }
    received = 0;
    begun = false;
    failure = null;
    lastBegin = System.nanoTime();
    lastMessage = lastBegin;
    conversation = present;
    stream = present.open(message, this);
  }

  private void cancel() {
    Conversation present = conversation;
    ObjectNode opened = stream;
    stream = null;
    if (present != null && opened != null && !complete) {
      present.cancel(opened);
    }
  }

  @Override
  public synchronized void message(JsonNode message) {
    lastMessage = System.nanoTime();
    begun = true;
    if (closed || complete) {
      return;
    }
    byte[] bytes = message.path("output").asString("").getBytes(StandardCharsets.UTF_8);
    int known = (int) Math.min(bytes.length, Math.max(0, written - received));
    received += bytes.length;
    try {
      ByteBuffer fresh = ByteBuffer.wrap(bytes, known, bytes.length - known);
      while (fresh.hasRemaining()) {
        written += channel.write(fresh, written);
      }
    } catch (IOException full) {
      LOG.error("The output of job {} can't be kept in {}", job.id(), file, full);
      failure =
          new LauncherException(
              ErrorCode.UNKNOWN, "The output can't be kept in " + file + ": " + full.getMessage());
    }
    if (message.path("complete").asBoolean(false)) {
      complete = true;
    }
    notifyAll();
  }

  @Override
  public synchronized void failed(LauncherException reason) {
    failure = reason;
    stream = null;
    notifyAll();
  }

  /**
   * The job has ended: whether all of the output has come. What the plugin does not say to be
   * complete is asked for anew, once, since a stream that began after the end says so.
   */
  boolean settled() {
    boolean anew;
    synchronized (this) {
      long now = System.nanoTime();
      long seen = endSeen.orElse(now);
      endSeen = Optional.of(seen);
      if (complete || closed || now - seen > PATIENCE_IN_ALL.toNanos()) {
        return true;
      }
      anew = !begunAfterEnd && (failure != null || now - seen > PATIENCE_FOR_COMPLETION.toNanos());
      if (anew) {
        begunAfterEnd = true;
        cancel();
      }
    }
    if (anew) {
      beginAnew();
    }
    return false;
  }

  private void beginAnew() {
    Conversation present = link.conversation();
    synchronized (this) {
      if (!closed && !complete) {
        open(present);
      }
    }
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    Optional<LauncherException> trouble = trouble();
    if (trouble.isPresent()) {
      try {
        beginAnew();
      } catch (LauncherException none) {
        throw new IOException(none.getMessage(), none);
      }
    }
    synchronized (this) {
      if (position >= written) {
        return 0;
      }
      return Math.max(0, channel.read(target, position));
    }
  }

  /** A stream that broke off and is to begin anew now. */
  private synchronized Optional<LauncherException> trouble() throws IOException {
    LauncherException broken = failure;
    if (broken == null || complete || closed) {
      return Optional.empty();
    }
    if (System.nanoTime() - lastBegin < PAUSE_BEFORE_ANOTHER.toNanos()) {
      throw new IOException(broken.getMessage(), broken);
    }
    return Optional.of(broken);
  }

  @Override
  public Identity identity() {
    return new Identity(0, WireNumbers.of(type));
  }

  @Override
  public synchronized long length() {
    return written;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      cancel();
      closed = true;
      try {
        channel.close();
      } catch (IOException problem) {
        LOG.warn("The file {} can't be closed", file, problem);
      }
    }
    whenClosed.accept(this);
  }
}
