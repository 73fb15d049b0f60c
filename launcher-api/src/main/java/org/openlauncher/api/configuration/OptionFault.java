package org.openlauncher.api.configuration;

import java.util.List;
import java.util.Objects;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * What the type of an option can't tell: a value that names nothing there is, or one that does not
 * go with another.
 *
 * @param option the option whose line an administrator has to look at
 * @param fatal whether a cluster must not be opened with it; else it is a warning
 * @param message what was expected and what was found, without the option's name
 */
public record OptionFault(ConfigurationOption<?> option, boolean fatal, String message) {
  /**
   * Refuses null.
   *
   * @param option the option whose line an administrator has to look at
   * @param fatal whether a cluster must not be opened with it; else it is a warning
   * @param message what was expected and what was found, without the option's name
   */
  public OptionFault {
    Objects.requireNonNull(option);
    Objects.requireNonNull(message);
  }

  /**
   * {@return a fault with which a cluster must not be opened}
   *
   * @param option the option whose line an administrator has to look at
   * @param expected what would be right
   * @param found what stands there
   */
  public static OptionFault error(ConfigurationOption<?> option, String expected, String found) {
    return new OptionFault(option, true, "expected " + expected + ", found " + found);
  }

  /**
   * {@return a fault that the launcher tells, and nothing else}
   *
   * @param option the option whose line an administrator has to look at
   * @param message what is wrong, without the option's name
   */
  public static OptionFault warning(ConfigurationOption<?> option, String message) {
    return new OptionFault(option, false, message);
  }

  /**
   * Does nothing where none of the faults is fatal.
   *
   * @param settings tell where an option stands
   * @param faults what is wrong with a configuration
   * @throws LauncherException {@code RequestNotSupported}, naming file, line and option of the
   *     first one that is fatal
   */
  public static void refuse(List<OptionFault> faults, Settings settings) {
    faults.stream()
        .filter(OptionFault::fatal)
        .findFirst()
        .ifPresent(
            fault -> {
              throw new LauncherException(
                  ErrorCode.REQUEST_NOT_SUPPORTED,
                  settings.origin(fault.option).map(Origin::toString).orElse("default")
                      + ": "
                      + fault.option.name()
                      + ": "
                      + fault.message);
            });
  }
}
