package org.openlauncher.boot;

import java.util.Optional;

/**
 * What the host left behind when it stopped the framework: the properties {@code
 * openlauncher.exit.status} and {@code openlauncher.exit.message}.
 */
record HostVerdict(int status, Optional<String> message) {

  static HostVerdict read() {
    return new HostVerdict(
        Integer.getInteger("openlauncher.exit.status", ExitStatus.SUCCESS.number()),
        Optional.ofNullable(System.getProperty("openlauncher.exit.message")));
  }

  /** Throws when the host gave a reason; a plain status needs no words. */
  int conclude() throws StartupException {
    if (message.isPresent()) {
      throw new StartupException(status, message.get());
    }
    return status;
  }
}
