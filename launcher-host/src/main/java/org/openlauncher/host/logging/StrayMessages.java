package org.openlauncher.host.logging;

import java.util.List;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes into the log what would go to standard error, where nobody may be reading: what libraries
 * log with {@code java.util.logging}, among them the watcher of the plugins folder, and what ended
 * a thread.
 */
public final class StrayMessages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StrayMessages.class);

  private final java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
  private final List<Handler> before = List.of(root.getHandlers());
  private final Optional<Thread.UncaughtExceptionHandler> uncaughtBefore =
      Optional.ofNullable(Thread.getDefaultUncaughtExceptionHandler());
  private final Handler handler = new ToLog();

  private StrayMessages() {}

  /** From now on, until closed. */
  public static StrayMessages take() {
    StrayMessages taken = new StrayMessages();
    taken.before.forEach(taken.root::removeHandler);
    taken.root.addHandler(taken.handler);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> LOG.error("Thread {} ended by a failure", thread.getName(), failure));
    return taken;
  }

  /** They go again where they went before. */
  @Override
  public void close() {
    root.removeHandler(handler);
    before.forEach(root::addHandler);
    Thread.setDefaultUncaughtExceptionHandler(uncaughtBefore.orElse(null));
  }

  private static final class ToLog extends Handler {
    private final Formatter texts = new SimpleFormatter();

    @Override
    public void publish(LogRecord message) {
      if (isLoggable(message)) {
        String name = Optional.ofNullable(message.getLoggerName()).orElse("");
        LoggerFactory.getLogger(name)
            .atLevel(level(message))
            .setCause(message.getThrown())
            .log(texts.formatMessage(message));
      }
    }

    private static Level level(LogRecord message) {
      int level = message.getLevel().intValue();
      if (level >= java.util.logging.Level.SEVERE.intValue()) {
        return Level.ERROR;
      }
      if (level >= java.util.logging.Level.WARNING.intValue()) {
        return Level.WARN;
      }
      return level >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
    }

    @Override
    public void flush() {
      // Nothing is kept here.
    }

    @Override
    public void close() {
      // Nothing is held here.
    }
  }
}
