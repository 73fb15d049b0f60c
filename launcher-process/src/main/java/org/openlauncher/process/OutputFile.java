package org.openlauncher.process;

import java.nio.file.Path;

/** Where an output of a job goes. */
public sealed interface OutputFile {
  /** The file; absolute. */
  Path path();

  /**
   * A file that the job's owner named: opened as the user of the job, emptied where it exists.
   *
   * @param path the file
   */
  record Named(Path path) implements OutputFile {
    /** Refuses a relative path. */
    public Named {
      requireAbsolute(path);
    }
  }

  /**
   * A file in a folder that only the launcher can enter: made anew, for the job's user to write and
   * the launcher to read.
   *
   * @param path the file
   */
  record Kept(Path path) implements OutputFile {
    /** Refuses a relative path. */
    public Kept {
      requireAbsolute(path);
    }
  }

  private static void requireAbsolute(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("an output file must be absolute, is " + path);
    }
  }
}
