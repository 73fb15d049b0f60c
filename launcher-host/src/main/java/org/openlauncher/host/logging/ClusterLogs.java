package org.openlauncher.host.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * How much is logged of what concerns one cluster, and where. A cluster's messages are those of its
 * {@link ClusterThreads}. Where they have a file of their own, the launcher's log has their
 * warnings and errors only.
 */
public final class ClusterLogs implements AutoCloseable {
  private final Map<String, Boolean> details = new ConcurrentHashMap<>();
  private final Map<String, ClusterLogFile> files = new ConcurrentHashMap<>();
  private final Optional<LoggerContext> context;
  private final TurboFilter levels = new Levels();
  private final Appender<ILoggingEvent> ownFiles = new OwnFiles();
  private final Filter<ILoggingEvent> elsewhere = new WrittenElsewhere();

  private ClusterLogs(Optional<LoggerContext> context) {
    this.context = context;
  }

  /** Looks after the messages of clusters from now on, until closed. */
  public static ClusterLogs install() {
    ClusterLogs logs =
        new ClusterLogs(
            LoggerFactory.getILoggerFactory() instanceof LoggerContext known
                ? Optional.of(known)
                : Optional.empty());
    logs.context.ifPresent(logs::begin);
    return logs;
  }

  private void begin(LoggerContext known) {
    appenders(known).forEach(appender -> appender.addFilter(elsewhere));
    ownFiles.setContext(known);
    ownFiles.start();
    known.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(ownFiles);
    levels.start();
    known.addTurboFilter(levels);
  }

  private static List<Appender<ILoggingEvent>> appenders(LoggerContext known) {
    List<Appender<ILoggingEvent>> all = new ArrayList<>();
    known.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(all::add);
    return all;
  }

  /** Why no log can be written in a folder, with what mends it. */
  public static Optional<String> trouble(Path folder) {
    return ClusterLogFile.trouble(folder);
  }

  /**
   * How it is from now on.
   *
   * @param debug whether details are told; empty: as the launcher's own
   * @param folder where the cluster's own file is; empty for none
   * @throws IOException saying why there can't be a file in the folder; then all stays as it was
   */
  public synchronized void configure(String cluster, Optional<Boolean> debug, Optional<Path> folder)
      throws IOException {
    ClusterLogFile before = files.get(cluster);
    boolean same = Optional.ofNullable(before).map(ClusterLogFile::folder).equals(folder);
    if (!same && context.isPresent()) {
      if (folder.isPresent()) {
        files.put(cluster, ClusterLogFile.open(context.get(), cluster, folder.get()));
      } else {
        files.remove(cluster);
      }
      if (before != null) {
        before.close();
      }
    }
    debug.ifPresentOrElse(told -> details.put(cluster, told), () -> details.remove(cluster));
  }

  /** A cluster's messages are the launcher's own again, and its file is closed. */
  public synchronized void end(String cluster) {
    details.remove(cluster);
    Optional.ofNullable(files.remove(cluster)).ifPresent(ClusterLogFile::close);
  }

  @Override
  public synchronized void close() {
    context.ifPresent(this::detach);
    details.clear();
    files.values().forEach(ClusterLogFile::close);
    files.clear();
  }

  private void detach(LoggerContext known) {
    known.getTurboFilterList().remove(levels);
    known.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(ownFiles);
    for (Appender<ILoggingEvent> appender : appenders(known)) {
      List<Filter<ILoggingEvent>> filters = appender.getCopyOfAttachedFiltersList();
      appender.clearAllFilters();
      filters.stream().filter(filter -> filter != elsewhere).forEach(appender::addFilter);
    }
  }

  private Optional<ClusterLogFile> presentFile() {
    return files.isEmpty()
        ? Optional.empty()
        : ClusterThreads.current().flatMap(name -> Optional.ofNullable(files.get(name)));
  }

  /** Details of the launcher's own parts alone, as everywhere ({@link DebugLogging}). */
  private final class Levels extends TurboFilter {
    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable thrown) {
      if (level.levelInt != Level.DEBUG_INT
          || details.isEmpty()
          || !logger.getName().startsWith(DebugLogging.OWN_PARTS)) {
        return FilterReply.NEUTRAL;
      }
      return ClusterThreads.current()
          .flatMap(name -> Optional.ofNullable(details.get(name)))
          .map(told -> told ? FilterReply.ACCEPT : FilterReply.DENY)
          .orElse(FilterReply.NEUTRAL);
    }
  }

  private final class OwnFiles extends UnsynchronizedAppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      presentFile().ifPresent(file -> file.write(event));
    }
  }

  private final class WrittenElsewhere extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      return event.getLevel().levelInt < Level.WARN_INT && presentFile().isPresent()
          ? FilterReply.DENY
          : FilterReply.NEUTRAL;
    }
  }
}
