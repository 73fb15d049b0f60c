package org.openlauncher.host;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.openlauncher.auth.FileStamps;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.host.json.JsonObjectCheck;
import org.openlauncher.sessions.SessionComposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sessions are made from, which may change while the launcher runs. Each request takes it once
 * and works with that to its end; sessions that run keep what they were started with.
 */
final class LiveSessions implements Supplier<SessionComposer>, WatchedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSessions.class);

  private volatile SessionComposer composer;
  private volatile FileStamps stamps;
  private volatile Consumer<SessionConfiguration> listener = configuration -> {};

  /**
   * @param stamps of {@link SessionConfiguration#files}, made before the files were read
   */
  LiveSessions(SessionComposer composer, FileStamps stamps) {
    this.composer = composer;
    this.stamps = stamps;
  }

  /** Tells somebody of every configuration that takes effect from now on. */
  void listen(Consumer<SessionConfiguration> fresh) {
    listener = fresh;
  }

  @Override
  public SessionComposer get() {
    return composer;
  }

  @Override
  public boolean changed() {
    return stamps.changed();
  }

  @Override
  public Runnable reread(LauncherConfiguration launcher, Problems problems) {
    FileStamps before = new FileStamps(SessionConfiguration.files(launcher.folder()));
    SessionConfiguration fresh =
        SessionConfiguration.read(launcher, JsonObjectCheck::fault, problems);
    return () -> {
      stamps = before;
      composer = composer.with(fresh);
      listener.accept(fresh);
      tellMissingKey();
    };
  }

  /** The key is root's to read, and was handed over at the start or not at all. */
  private void tellMissingKey() {
    SessionComposer present = composer;
    if (present.configuration().sessionsEnabled().value() && present.key().isEmpty()) {
      LOG.warn(
          "launcher-sessions-enabled=1 ({}) needs a restart: the launcher has no session key",
          present.configuration().sessionsEnabled().source());
    }
  }
}
