package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.contract.TextSettings;
import org.openlauncher.process.Privileges;

final class LocalOptionsTest {
  private static final Privileges ROOT_STARTED =
      new Privileges(true, 1000, true, Privileges.MemoryLimit.CONTROL_GROUP_2, true);
  private static final Privileges NO_PAM =
      new Privileges(true, 1000, true, Privileges.MemoryLimit.CONTROL_GROUP_2, false);
  private static final Privileges USER_STARTED =
      new Privileges(false, 0, true, Privileges.MemoryLimit.ADDRESS_SPACE, false);

  private static LocalOptions read(Privileges privileges, String... texts) {
    Map<String, String> values = texts.length == 0 ? Map.of() : Map.of(texts[0], texts[1]);
    return LocalOptions.read(new TextSettings(LocalOptions.ALL, values), privileges);
  }

  private static void assertRefused(
      Privileges privileges, String option, String value, String end) {
    assertThatThrownBy(() -> read(privileges, option, value))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_NOT_SUPPORTED))
        .hasMessageStartingWith("/etc/rstudio/launcher.contract.conf:1: " + option + ": expected ")
        .hasMessageEndingWith(end);
  }

  @Test
  void whoJobsRunAsFollowsFromTheStart() {
    assertThat(read(ROOT_STARTED).minimumUserId()).isEqualTo(1000);
    assertThat(read(ROOT_STARTED, "unprivileged", "0")).isEqualTo(read(ROOT_STARTED));
    assertThat(read(USER_STARTED, "unprivileged", "1")).isEqualTo(read(USER_STARTED));
    assertRefused(
        USER_STARTED,
        "unprivileged",
        "0",
        "1, found 0: only a launcher that root started can run jobs as other users");
    assertRefused(
        ROOT_STARTED,
        "unprivileged",
        "1",
        "0, found 1: root started this launcher, and a job that ran as the launcher's own user"
            + " could act as every user");
  }

  @Test
  void theMinimumIsTheHigherOneAndNoneIsPassedOver() {
    Privileges high = new Privileges(true, 2000, true, Privileges.MemoryLimit.NONE, true);

    assertThat(read(high).minimumUserId()).isEqualTo(2000);
    assertThat(read(high, "minimum-user-id", "3000").minimumUserId()).isEqualTo(3000);
    assertRefused(
        high,
        "minimum-user-id",
        "1500",
        "at least 2000, the minimum-user-id of launcher.conf, found 1500");
  }

  @Test
  void pamIsAskedOrTheClusterDoesNotOpen() {
    assertThat(read(ROOT_STARTED, "pam-profile", "rstudio").pamProfile()).contains("rstudio");
    assertThat(read(ROOT_STARTED, "session-pam-profile", "su").sessionPamProfile()).contains("su");
    assertRefused(
        NO_PAM, "pam-profile", "su", "nothing, found \"su\": this machine has no libpam.so.0");
    assertRefused(
        USER_STARTED,
        "session-pam-profile",
        "su",
        "nothing, found \"su\": only a launcher that root started can ask PAM");
    assertRefused(
        ROOT_STARTED,
        "pam-profile",
        "../shadow",
        "the name of a file in /etc/pam.d, found \"../shadow\"");
  }
}
