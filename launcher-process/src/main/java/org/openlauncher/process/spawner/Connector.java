package org.openlauncher.process.spawner;

import java.io.IOException;

/** Where a spawner comes from. */
interface Connector {
  /**
   * Connects to it.
   *
   * @throws IOException where that can't be done
   */
  SpawnerConnection connect() throws IOException;

  /** Whether there can be another one when it has ended. */
  boolean again();
}
