package org.openlauncher.daemon;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files with secure-cookie-keys that root hands over.
 *
 * @param current the key in use
 * @param previous the one before, while credentials that it signed are taken
 */
record HandedKeys(Optional<Path> current, Optional<Path> previous) {
  static final HandedKeys NONE = new HandedKeys(Optional.empty(), Optional.empty());
}
