package org.openlauncher.host.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.recovery.ResilientOutputStreamBase;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * Knows whether a log can't be written at present, for instance since the disk is full: what writes
 * it drops what it can't write, and tells only who listens here.
 */
public final class LogTrouble implements AutoCloseable {
  private final Set<Object> failing = ConcurrentHashMap.newKeySet();
  private final StatusListener listener = new Listener();

  private LogTrouble() {}

  /** Listens from now on, until closed. */
  public static LogTrouble watch() {
    LogTrouble trouble = new LogTrouble();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getStatusManager().add(trouble.listener);
    }
    return trouble;
  }

  /** What is wrong, for anybody to read. */
  public Optional<String> told() {
    return failing.isEmpty()
        ? Optional.empty()
        : Optional.of("a log can't be written, what should stand in it is lost");
  }

  @Override
  public void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getStatusManager().remove(listener);
    }
  }

  private final class Listener implements StatusListener {
    @Override
    public void addStatusEvent(Status status) {
      if (!(status.getOrigin() instanceof ResilientOutputStreamBase file)) {
        return;
      }
      if (status.getLevel() >= Status.ERROR) {
        failing.add(file);
      } else if (status.getMessage().startsWith("Recovered")) {
        failing.remove(file);
      }
    }

    @Override
    public boolean isResetResistant() {
      return true;
    }
  }
}
