package org.openlauncher.wire;

import java.util.Arrays;
import java.util.Optional;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.plugin.OutputType;

/** The numbers that stand for words in requests. */
public final class WireNumbers {
  private WireNumbers() {}

  /** The number of a control operation. */
  public static int of(JobOperation operation) {
    return switch (operation) {
      case SUSPEND -> 0;
      case RESUME -> 1;
      case STOP -> 2;
      case KILL -> 3;
      case CANCEL -> 4;
    };
  }

  /** The control operation of a number. */
  public static Optional<JobOperation> operation(long number) {
    return Arrays.stream(JobOperation.values())
        .filter(operation -> of(operation) == number)
        .findFirst();
  }

  /** The number of a kind of output, for plugins that know no words for them. */
  public static int of(OutputType type) {
    return switch (type) {
      case STDOUT -> 0;
      case STDERR -> 1;
      case MIXED -> 2;
    };
  }

  /** The kind of output of a number. */
  public static Optional<OutputType> outputType(long number) {
    return Arrays.stream(OutputType.values()).filter(type -> of(type) == number).findFirst();
  }
}
