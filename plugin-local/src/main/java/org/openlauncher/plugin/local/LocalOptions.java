package org.openlauncher.plugin.local;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
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
    checkUnprivileged(settings, privileges);
    checkMinimum(settings, privileges);
    return new LocalOptions(
        settings.get(SAVE_UNSPECIFIED_OUTPUT),
        settings.find(MINIMUM_USER_ID).orElse(privileges.minimumUserId()),
        profile(settings, PAM_PROFILE, privileges),
        profile(settings, SESSION_PAM_PROFILE, privileges));
  }

  private static void checkUnprivileged(Settings settings, Privileges privileges) {
    boolean wanted = settings.find(UNPRIVILEGED).orElse(!privileges.otherUsers());
    if (!wanted && !privileges.otherUsers()) {
      throw refusal(
          settings,
          UNPRIVILEGED,
          "1, found 0: only a launcher that root started can run jobs as other users");
    }
    if (wanted && privileges.otherUsers()) {
      throw refusal(
          settings,
          UNPRIVILEGED,
          "0, found 1: root started this launcher, and a job that ran as the launcher's own user"
              + " could act as every user");
    }
  }

  private static void checkMinimum(Settings settings, Privileges privileges) {
    Optional<Long> minimum = settings.find(MINIMUM_USER_ID);
    if (minimum.isPresent() && minimum.get() < privileges.minimumUserId()) {
      throw refusal(
          settings,
          MINIMUM_USER_ID,
          "at least "
              + privileges.minimumUserId()
              + ", the minimum-user-id of launcher.conf, found "
              + minimum.get());
    }
  }

  private static Optional<String> profile(
      Settings settings, ConfigurationOption<String> option, Privileges privileges) {
    Optional<String> name = settings.find(option);
    if (name.isPresent() && !name.get().matches(PROFILE_NAME)) {
      throw refusal(
          settings, option, "the name of a file in /etc/pam.d, found \"" + name.get() + "\"");
    }
    if (name.isPresent() && !privileges.pam()) {
      throw refusal(
          settings,
          option,
          "nothing, found \""
              + name.get()
              + "\": "
              + (privileges.otherUsers()
                  ? "this machine has no libpam.so.0"
                  : "only a launcher that root started can ask PAM"));
    }
    return name;
  }

  private static LauncherException refusal(
      Settings settings, ConfigurationOption<?> option, String expectedAndFound) {
    String place = settings.origin(option).map(Origin::toString).orElse("default");
    return new LauncherException(
        ErrorCode.REQUEST_NOT_SUPPORTED,
        place + ": " + option.name() + ": expected " + expectedAndFound);
  }
}
