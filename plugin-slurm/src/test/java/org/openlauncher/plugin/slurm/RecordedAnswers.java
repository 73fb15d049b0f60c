package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the commands of a real Slurm 22.05 printed, of jobs that were made to end in each way. */
final class RecordedAnswers {
  private RecordedAnswers() {}

  static String of(String command) {
    try (InputStream file = RecordedAnswers.class.getResourceAsStream(command + ".txt")) {
      if (file == null) {
        throw new IllegalArgumentException(command);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
