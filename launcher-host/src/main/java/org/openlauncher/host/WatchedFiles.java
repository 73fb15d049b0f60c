package org.openlauncher.host;

import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;

/** Files beside launcher.conf that are read again while the launcher runs. */
interface WatchedFiles {
  /** No files. */
  WatchedFiles NONE =
      new WatchedFiles() {
        @Override
        public boolean changed() {
          return false;
        }

        @Override
        public Runnable reread(LauncherConfiguration launcher, Problems problems) {
          return () -> {};
        }
      };

  /** Whether the files have changed; for one thread, again and again. */
  boolean changed();

  /**
   * Reads the files again.
   *
   * @param launcher the configuration that they belong to
   * @param problems takes what is wrong with them
   * @return makes them take effect, which must not be done where there are errors
   */
  Runnable reread(LauncherConfiguration launcher, Problems problems);
}
