package org.openlauncher.plugin.nativeplugin.wire;

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

  /** The number of a kind of output, for plugins that know no words for them. */
  public static int of(OutputType type) {
    return switch (type) {
      case STDOUT -> 0;
      case STDERR -> 1;
      case MIXED -> 2;
    };
  }
}
