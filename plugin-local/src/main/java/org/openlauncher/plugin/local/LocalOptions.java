package org.openlauncher.plugin.local;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.process.Privileges;

/**
 * How a cluster of this type is configured.
 *
 * @param saveUnspecifiedOutput whether output for which a job names no file is kept
 * @param minimumUserId the least user id that the owner of a job may have; where jobs run as their
 *     owners
 * @param pamProfile the PAM profile whose account rules must allow a job
 * @param sessionPamProfile the PAM profile whose session is open as long as a job runs
 */
record LocalOptions(
    boolean saveUnspecifiedOutput,
    long minimumUserId,
    Optional<String> pamProfile,
    Optional<String> sessionPamProfile) {
  static final ConfigurationOption<Boolean> SAVE_UNSPECIFIED_OUTPUT =
      ConfigurationOption.withDefault(
          "save-unspecified-output",
          ValueType.flag(),
          true,
          "Whether the output of a job that names no file for it is kept until the job is"
              + " forgotten.");
  static final ConfigurationOption<Boolean> UNPRIVILEGED =
      ConfigurationOption.optional(
          "unprivileged",
          ValueType.flag(),
          "Whether all jobs run as the user that the launcher runs as: 0 where root started the"
              + " launcher, else 1. Another value is refused.");
  static final ConfigurationOption<Long> MINIMUM_USER_ID =
      ConfigurationOption.optional(
          "minimum-user-id",
          ValueType.wholeNumber(1, Integer.MAX_VALUE),
          "The least user id that the owner of a job may have; the server's or more.");
  static final ConfigurationOption<String> PAM_PROFILE =
      ConfigurationOption.optional(
          "pam-profile", ValueType.text(), "The PAM profile whose account rules must allow a job.");
  static final ConfigurationOption<String> SESSION_PAM_PROFILE =
      ConfigurationOption.optional(
          "session-pam-profile",
          ValueType.text(),
          "The PAM profile whose session is open as long as a job runs.");
  static final List<ConfigurationOption<?>> ALL =
      List.of(
          SAVE_UNSPECIFIED_OUTPUT, UNPRIVILEGED, MINIMUM_USER_ID, PAM_PROFILE, SESSION_PAM_PROFILE);

  private static final String PROFILE_NAME = "[0-9A-Za-z_-]{1,64}";

  /**
   * Reads the options, and refuses what this launcher can't do.
   *
   * @param privileges what it can
   */
  static LocalOptions read(Settings settings, Privileges privileges) {
    OptionFault.refuse(check(settings, privileges), settings);
    return new LocalOptions(
        settings.get(SAVE_UNSPECIFIED_OUTPUT),
        settings.find(MINIMUM_USER_ID).orElse(privileges.minimumUserId()),
        settings.find(PAM_PROFILE),
        settings.find(SESSION_PAM_PROFILE));
  }

  /** What this launcher can't do. */
  static List<OptionFault> check(Settings settings, Privileges privileges) {
    return Stream.of(
            unprivilegedFault(settings, privileges),
            minimumFault(settings, privileges),
            profileFault(settings, PAM_PROFILE, privileges),
            profileFault(settings, SESSION_PAM_PROFILE, privileges))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<OptionFault> unprivilegedFault(Settings settings, Privileges privileges) {
    boolean wanted = settings.find(UNPRIVILEGED).orElse(!privileges.otherUsers());
    if (wanted != privileges.otherUsers()) {
      return Optional.empty();
    }
    return Optional.of(
        wanted
            ? OptionFault.error(
                UNPRIVILEGED,
                "0",
                "1: root started this launcher, and a job that ran as the launcher's own user"
                    + " could act as every user")
            : OptionFault.error(
                UNPRIVILEGED,
                "1",
                "0: only a launcher that root started can run jobs as other users"));
  }

  private static Optional<OptionFault> minimumFault(Settings settings, Privileges privileges) {
    return settings
        .find(MINIMUM_USER_ID)
        .filter(minimum -> minimum < privileges.minimumUserId())
        .map(
            minimum ->
                OptionFault.error(
                    MINIMUM_USER_ID,
                    "at least "
                        + privileges.minimumUserId()
                        + ", the minimum-user-id of launcher.conf",
                    minimum.toString()));
  }

  private static Optional<OptionFault> profileFault(
      Settings settings, ConfigurationOption<String> option, Privileges privileges) {
    Optional<String> name = settings.find(option);
    if (name.isPresent() && !name.get().matches(PROFILE_NAME)) {
      return Optional.of(
          OptionFault.error(option, "the name of a file in /etc/pam.d", "\"" + name.get() + "\""));
    }
    return name.filter(ignored -> !privileges.pam())
        .map(
            profile ->
                OptionFault.error(
                    option,
                    "nothing",
                    "\""
                        + profile
                        + "\": "
                        + (privileges.otherUsers()
                            ? "this machine has no libpam.so.0"
                            : "only a launcher that root started can ask PAM")));
  }
}
