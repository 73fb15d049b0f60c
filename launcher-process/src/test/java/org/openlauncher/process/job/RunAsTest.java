package org.openlauncher.process.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.ProcessUser;

final class RunAsTest {
  private static final UserAccount SELF = account("launcher", 2000, 2000);
  private static final UserAccount ALICE = account("alice", 1001, 1001);

  private final RunAs owner =
      new RunAs.Owner(SELF, 1000, Optional.of("rstudio"), Optional.of("session"));
  private final RunAs launcher = new RunAs.Launcher(SELF);

  private static UserAccount account(String name, long uid, long gid) {
    return new UserAccount(
        name,
        uid,
        gid,
        List.of(name, "staff"),
        List.of(gid, 50L),
        Path.of("/no/such/home", name),
        "/bin/sh");
  }

  @Test
  void aJobRunsAsItsOwner() {
    assertThatNoException().isThrownBy(() -> owner.check(ALICE));
    assertThat(owner.account(ALICE)).isEqualTo(ALICE);
    assertThat(owner.accountName(ALICE)).contains("alice");
    assertThat(owner.processUser(ALICE))
        .isEqualTo(
            new ProcessUser.Account("alice", Optional.of("rstudio"), Optional.of("session")));
    assertThat(owner.notes(ALICE)).isEmpty();
    assertThat(owner.startFolder(ALICE)).isEqualTo(Path.of("/no/such/home/alice"));
  }

  @Test
  void someUsersHaveNoJobs() {
    assertRefused(account("root", 0, 0), "root");
    assertRefused(account("toor", 0, 1001), "rights of root");
    assertRefused(account("wheel", 1001, 0), "group id 0");
    assertRefused(account("daemon", 999, 1001), "at least 1000 (minimum-user-id), its id is 999");
    assertRefused(SELF, "the launcher's own user");
  }

  private void assertRefused(UserAccount user, String words) {
    assertThatThrownBy(() -> owner.check(user))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageStartingWith("$.job.user: " + user.name() + " can't have jobs here: ")
        .hasMessageContaining(words);
  }

  @Test
  void theGroupIsTheFirstOneOfTheUserThatTheJobRunsAs() {
    assertThatNoException()
        .isThrownBy(
            () -> {
              owner.checkGroup(Optional.empty(), ALICE);
              owner.checkGroup(Optional.of("alice"), ALICE);
              launcher.checkGroup(Optional.of("launcher"), ALICE);
            });
    assertThatThrownBy(() -> owner.checkGroup(Optional.of("staff"), ALICE))
        .hasMessageStartingWith("$.job.group: expected \"alice\", the primary group of alice")
        .hasMessageEndingWith("found \"staff\"");
    assertThatThrownBy(() -> launcher.checkGroup(Optional.of("alice"), ALICE))
        .hasMessageStartingWith("$.job.group: expected \"launcher\"");
  }

  @Test
  void withoutPrivilegesEveryJobRunsAsTheLauncher() {
    assertThatNoException().isThrownBy(() -> launcher.check(account("root", 0, 0)));
    assertThat(launcher.account(ALICE)).isEqualTo(SELF);
    assertThat(launcher.accountName(ALICE)).isEmpty();
    assertThat(launcher.processUser(ALICE)).isEqualTo(new ProcessUser.Self());
    assertThat(launcher.startFolder(ALICE)).isEqualTo(Path.of("/"));
    assertThat(launcher.notes(ALICE))
        .containsExactly(
            "The job runs as launcher, the user that the launcher runs as, and not as alice.");
    assertThat(launcher.notes(SELF)).isEmpty();
  }
}
