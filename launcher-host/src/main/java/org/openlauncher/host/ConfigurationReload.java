package org.openlauncher.host;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problem;
import org.openlauncher.config.Problem.Severity;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.host.clusters.ClusterRenewal;
import org.openlauncher.host.logging.DebugLogging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while the launcher runs: all of it when told to, and the files of
 * limits and sessions whenever they change. What can change then takes effect; of everything else
 * that was changed the log says that it needs a restart. Where any file has an error, nothing of
 * any takes effect, and /status says so.
 */
final class ConfigurationReload implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReload.class);
  private static final String DEBUG_LOGGING = "enable-debug-logging";
  private static final String JOB_STORE = "job-store-url";
  private static final long LOOK_SECONDS = 2;
  private static final int MOST_PLACES = 5;

  /** Of which a part is not shown, so that it can't be compared. */
  private static final Set<String> NOT_COMPARED = Set.of(JOB_STORE);

  /** A thread of its own: a file on a share that hangs must hold up nothing else. */
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "configuration-files");
            thread.setDaemon(true);
            return thread;
          });

  private final LauncherConfiguration atStart;
  private final Function<Problems, Optional<LauncherConfiguration>> reading;
  private final ClusterRenewal clusters;
  private final WatchedFiles sessions;

  /** What sessions' files belong to when they are read alone. */
  private LauncherConfiguration inEffect;

  /** The errors for which all files, or those that are watched, were refused when last read. */
  private volatile List<Problem> errorsOfAll = List.of();

  private volatile List<Problem> errorsOfWatched = List.of();

  ConfigurationReload(
      LauncherConfiguration atStart, ClusterRenewal clusters, WatchedFiles sessions) {
    this(
        atStart,
        problems -> LauncherConfiguration.read(atStart.folder(), problems),
        clusters,
        sessions);
  }

  /**
   * @param reading reads launcher.conf; empty where it can't be read
   */
  ConfigurationReload(
      LauncherConfiguration atStart,
      Function<Problems, Optional<LauncherConfiguration>> reading,
      ClusterRenewal clusters,
      WatchedFiles sessions) {
    this.atStart = atStart;
    this.reading = reading;
    this.inEffect = atStart;
    this.clusters = clusters;
    this.sessions = sessions;
  }

  /** Looks after the files of limits and sessions from now on. */
  void watch() {
    var unused =
        watch.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      // Both are asked: each compares with what it saw when it was asked last.
      boolean limits = clusters.limitsChanged();
      boolean composing = sessions.changed();
      if (limits || composing) {
        rereadWatched();
      }
    } catch (RuntimeException unexpected) {
      // A watch that ends would never see another change.
      LOG.error("The files of limits and sessions could not be looked at", unexpected);
    }
  }

  private synchronized void rereadWatched() {
    Problems problems = new Problems();
    Runnable limits = clusters.rereadLimits(problems);
    Runnable composing = sessions.reread(inEffect, problems);
    errorsOfWatched = errors(problems);
    tell(problems, "What stands in the files of limits and sessions was read again");
    if (errorsOfWatched.isEmpty()) {
      limits.run();
      composing.run();
      LOG.info("The files of limits and sessions were read again; what they say now is in effect");
    }
  }

  @Override
  public void run() {
    var unused = reread();
  }

  /** Reads all of it again, and tells the errors for which nothing of it has taken effect. */
  synchronized List<Problem> reread() {
    Problems problems = new Problems();
    Optional<LauncherConfiguration> read = reading.apply(problems);
    Runnable effect = read.map(launcher -> clusters.reread(launcher, problems)).orElse(() -> {});
    Runnable composing = read.map(launcher -> sessions.reread(launcher, problems)).orElse(() -> {});
    errorsOfAll = errors(problems);
    tell(problems, atStart.file() + " was read again");
    if (!errorsOfAll.isEmpty() || read.isEmpty()) {
      return errorsOfAll;
    }
    errorsOfWatched = List.of();
    inEffect = read.get();
    boolean debugLogging = read.get().server().debugLogging();
    DebugLogging.enable(debugLogging);
    LOG.info(
        "{} was read again; {} is {}", atStart.file(), DEBUG_LOGGING, debugLogging ? "1" : "0");
    effect.run();
    composing.run();
    tellChanges(read.get());
    return List.of();
  }

  private static List<Problem> errors(Problems problems) {
    return problems.list().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .toList();
  }

  private static void tell(Problems problems, String what) {
    if (problems.hasErrors()) {
      LOG.error("{} and has errors; what was in effect stays in effect", what);
      problems.list().forEach(problem -> LOG.error("{}", problem));
    } else {
      problems.list().forEach(problem -> LOG.warn("{}", problem));
    }
  }

  /** What is wrong, for anybody to read: the places alone, since a value may be a secret. */
  List<String> troubles() {
    return Stream.of(
            trouble(errorsOfAll, "the configuration was reloaded", "mend it and reload it again"),
            trouble(errorsOfWatched, "files of limits or sessions have changed", "mend them"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> trouble(List<Problem> errors, String what, String remedy) {
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    String places =
        errors.stream()
            .map(Problem::place)
            .distinct()
            .limit(MOST_PLACES)
            .collect(Collectors.joining(", "));
    return Optional.of(
        what
            + ", and there are errors ("
            + places
            + (errors.size() > MOST_PLACES ? ", ..." : "")
            + "), so that all stays as it was; the log and check-config tell them; "
            + remedy);
  }

  /** What clusters say takes effect, or {@link ClusterRenewal} tells why it does not. */
  private void tellChanges(LauncherConfiguration read) {
    Set<String> takenOver = new HashSet<>(ServerSettings.TAKEN_OVER);
    takenOver.addAll(NOT_COMPARED);
    RestartNeeded.messages(ofServer(atStart), ofServer(read), takenOver)
        .forEach(message -> LOG.warn("{}", message));
    if (!read.server().jobStore().url().equals(atStart.server().jobStore().url())) {
      LOG.warn("{} is another one; it needs a restart", JOB_STORE);
    }
  }

  private static List<EffectiveValue> ofServer(LauncherConfiguration configuration) {
    return configuration.values().stream().filter(value -> value.cluster().isEmpty()).toList();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
