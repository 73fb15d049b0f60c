package org.openlauncher.plugin.local;

import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * How a cluster of this type is configured.
 *
 * @param saveUnspecifiedOutput whether output for which a job names no file is kept
 */
record LocalOptions(boolean saveUnspecifiedOutput) {
  static final ConfigurationOption<Boolean> SAVE_UNSPECIFIED_OUTPUT =
      ConfigurationOption.withDefault(
          "save-unspecified-output",
          ValueType.flag(),
          true,
          "Whether the output of a job that names no file for it is kept until the job is"
              + " forgotten.");
  static final ConfigurationOption<Boolean> UNPRIVILEGED =
      ConfigurationOption.withDefault(
          "unprivileged",
          ValueType.flag(),
          true,
          "Whether all jobs run as the user that the launcher runs as.");
  static final List<ConfigurationOption<?>> ALL = List.of(SAVE_UNSPECIFIED_OUTPUT, UNPRIVILEGED);

  static LocalOptions read(Settings settings) {
    if (!settings.get(UNPRIVILEGED)) {
      String place = settings.origin(UNPRIVILEGED).map(Origin::toString).orElse("default");
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          place
              + ": "
              + UNPRIVILEGED.name()
              + ": expected 1, found 0; running jobs as other users needs the spawner,"
              + " which this version does not have");
    }
    return new LocalOptions(settings.get(SAVE_UNSPECIFIED_OUTPUT));
  }
}
