package org.openlauncher.host;

import java.util.Optional;
import org.openlauncher.auth.FileStamps;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.host.json.JsonObjectCheck;
import org.openlauncher.sessions.SessionComposer;

/** Sessions as the launcher reads them at its start, without a key. */
final class TestSessionFiles {
  private TestSessionFiles() {}

  static LiveSessions of(LauncherConfiguration launcher) {
    FileStamps stamps = new FileStamps(SessionConfiguration.files(launcher.folder()));
    return new LiveSessions(
        new SessionComposer(
            SessionConfiguration.read(launcher, JsonObjectCheck::fault, new Problems()),
            Optional.empty()),
        stamps);
  }
}
