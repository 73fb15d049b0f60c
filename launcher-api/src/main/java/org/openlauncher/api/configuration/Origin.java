package org.openlauncher.api.configuration;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a configured value stands.
 *
 * @param file the file, absolute
 * @param line the line, from 1
 */
public record Origin(Path file, int line) {
  /**
   * Checks that the line counts from 1.
   *
   * @param file the file, absolute
   * @param line the line, from 1
   */
  public Origin {
    Objects.requireNonNull(file);
    if (line < 1) {
      throw new IllegalArgumentException("line must be at least 1, is " + line);
    }
  }

  /** {@code file:line}, as editors understand it. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
