package com.example.pony;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;

/**
 * What {@code launcher.NAME.conf} may hold for a cluster of this type. The launcher reads the file
 * and tells mistakes with file and line; here stands only what is right.
 */
final class PonyOptions {
  private static final int OCTAL = 8;
  private static final int WRITABLE_FOR_ALL = 02;

  /** A type of its own, since none of {@link ValueType} reads octal numbers. */
  private static final ValueType<Integer> PERMISSIONS =
      ValueType.of(
          "three octal digits, such as 022",
          text ->
              text.matches("[0-7]{3}")
                  ? Optional.of(Integer.parseInt(text, OCTAL))
                  : Optional.empty(),
          value -> String.format("%03o", value));

  static final ConfigurationOption<Integer> UMASK =
      ConfigurationOption.withDefault(
          "umask", PERMISSIONS, 022, "The permissions that files of jobs do not get.");

  static final List<ConfigurationOption<?>> ALL = List.of(UMASK);

  private PonyOptions() {}

  /** What no type of an option can tell; {@code check-config} shows it too. */
  static List<OptionFault> check(Settings settings) {
    return (settings.get(UMASK) & WRITABLE_FOR_ALL) == 0
        ? List.of(OptionFault.warning(UMASK, "everybody may write to the files that jobs make"))
        : List.of();
  }
}
