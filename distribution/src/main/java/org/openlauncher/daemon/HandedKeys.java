package org.openlauncher.daemon;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files with keys that root hands over.
 *
 * @param current the key in use
 * @param previous the one before, while credentials that it signed are taken
 * @param session the key that sessions' tokens are signed with
 */
record HandedKeys(Optional<Path> current, Optional<Path> previous, Optional<Path> session) {
  static final HandedKeys NONE =
      new HandedKeys(Optional.empty(), Optional.empty(), Optional.empty());

  HandedKeys withSession(Optional<Path> key) {
    return new HandedKeys(current, previous, key);
  }
}
