package org.openlauncher.host.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The log file of one cluster, {@code launcher.<cluster>.log}: lines as in the launcher's log, a
 * new file each day and at a size.
 */
final class ClusterLogFile {
  private static final String USUAL_PATTERN = "%d %-5level [%thread] %logger{24} - %msg%n";
  private static final FileSize LARGEST_FILE = FileSize.valueOf("10MB");
  private static final FileSize LARGEST_SUM = FileSize.valueOf("200MB");
  private static final int DAYS = 30;
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path folder;
  private final RollingFileAppender<ILoggingEvent> appender;

  private ClusterLogFile(Path folder, RollingFileAppender<ILoggingEvent> appender) {
    this.folder = folder;
    this.appender = appender;
  }

  Path folder() {
    return folder;
  }

  void write(ILoggingEvent event) {
    appender.doAppend(event);
  }

  void close() {
    appender.stop();
  }

  /** Why no log can be written in a folder, with what mends it; looks, and changes nothing. */
  static Optional<String> trouble(Path folder) {
    String user = System.getProperty("user.name");
    Path present = folder;
    while (present.getParent() != null && Files.notExists(present)) {
      present = present.getParent();
    }
    if (!Files.isDirectory(present)) {
      return Optional.of("expected a folder, found " + present + ", which is none");
    }
    if (!Files.isWritable(present)) {
      return Optional.of(
          "user "
              + user
              + (present.equals(folder)
                  ? " may not write in it; run: chown " + user + " " + folder
                  : " may not make it; run: install -d -o " + user + " -m 750 " + folder));
    }
    try {
      Set<PosixFilePermission> modes = EnumSet.copyOf(Files.getPosixFilePermissions(present));
      modes.retainAll(WRITABLE_BY_OTHERS);
      return present.equals(folder) && !modes.isEmpty()
          ? Optional.of("others can replace files in it; run: chmod go-w " + folder)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.of("can't be looked at: " + unreadable.getMessage());
    }
  }

  /** Begins to write, behind what is there. */
  static ClusterLogFile open(LoggerContext context, String cluster, Path folder)
      throws IOException {
    Optional<String> trouble = trouble(folder);
    if (trouble.isPresent()) {
      throw new IOException(trouble.get());
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    }
    String name = "launcher." + cluster.toLowerCase(Locale.ROOT);
    Path file = folder.resolve(name + ".log");
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("expected a file, found something else: " + file);
    }
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName(name);
    appender.setFile(file.toString());
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(escaped(folder.resolve(name)) + ".%d{yyyy-MM-dd}.%i.log");
    rolling.setMaxFileSize(LARGEST_FILE);
    rolling.setTotalSizeCap(LARGEST_SUM);
    rolling.setMaxHistory(DAYS);
    rolling.start();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern(context));
    encoder.start();
    appender.setRollingPolicy(rolling);
    appender.setEncoder(encoder);
    appender.start();
    if (!appender.isStarted()) {
      throw new IOException(file + " can't be written");
    }
    return new ClusterLogFile(folder, appender);
  }

  private static String escaped(Path path) {
    return path.toString().replaceAll("([%()\\\\])", "\\\\$1");
  }

  /** The launcher's own. */
  private static String pattern(LoggerContext context) {
    Iterator<Appender<ILoggingEvent>> all =
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    while (all.hasNext()) {
      if (all.next() instanceof OutputStreamAppender<ILoggingEvent> writer
          && writer.getEncoder() instanceof PatternLayoutEncoder encoder) {
        return encoder.getPattern();
      }
    }
    return USUAL_PATTERN;
  }
}
