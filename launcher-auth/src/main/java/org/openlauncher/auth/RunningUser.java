package org.openlauncher.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user id that this process acts with. */
final class RunningUser {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String USER_IDS = "Uid:";

  private RunningUser() {}

  /** The effective user id. */
  static long uid() {
    try {
      return Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith(USER_IDS))
          .map(line -> Long.valueOf(line.substring(USER_IDS.length()).strip().split("\\s+", -1)[1]))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(STATUS + " has no line " + USER_IDS));
    } catch (IOException failure) {
      throw new UncheckedIOException(STATUS + " can't be read", failure);
    }
  }
}
