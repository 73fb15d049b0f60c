package org.openlauncher.process.spawner;

/** The spawner sent what it never may; nothing that it says can be relied on any more. */
final class Nonsense extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with it
   */
  Nonsense(String message) {
    super(message);
  }
}
