package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.plugin.ResourceUse;

/** Reads what a job's script has measured on its node. */
final class MeasuredUse {
  /** How long the line is that the script writes. */
  static final int LENGTH = 100;

  private static final double MILLIS = 1000;
  private static final Pattern LINE =
      Pattern.compile(
          "[0-9.]{1,20} ([0-9]{1,12}\\.[0-9]{2}) (-|[0-9]{1,9}\\.[0-9]) ([0-9]{1,18}) ([0-9]{1,18})"
              + " *\\.\n");

  private MeasuredUse() {}

  /** What a line says; empty where it is not whole. */
  static Optional<ResourceUse> parse(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      return Optional.empty();
    }
    String share = match.group(2);
    return Optional.of(
        new ResourceUse(
            share.equals("-") ? Optional.empty() : Optional.of(Double.valueOf(share)),
            Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(match.group(1)) * MILLIS))),
            Optional.of(new DataSize(Long.parseLong(match.group(3)))),
            Optional.of(new DataSize(Long.parseLong(match.group(4))))));
  }
}
