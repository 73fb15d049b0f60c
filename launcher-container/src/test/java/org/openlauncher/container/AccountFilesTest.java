package org.openlauncher.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.user.UserAccount;

final class AccountFilesTest {
  private static final UserAccount CAROL = owner("carol", List.of("carol", "research", "staffx"));

  private static UserAccount owner(String name, List<String> groups) {
    return new UserAccount(
        name, 4001, 4002, groups, List.of(4002L, 4003L, 4004L), Path.of("/home/carol"), "/bin/zsh");
  }

  private static ContainerUser user(boolean createUser) {
    return ContainerUser.of(
        new Container("image", Optional.empty(), Optional.empty(), List.of(), createUser), CAROL);
  }

  private static AccountFiles merge(String passwd, String group, String shadow) {
    return AccountFiles.merge(user(true), new AccountFiles.ImageFiles(passwd, group, shadow));
  }

  @Test
  void anImageWithoutUsersGetsTheOwnersEntriesAlone() {
    AccountFiles files = AccountFiles.merge(user(true), AccountFiles.ImageFiles.NONE);

    assertThat(files.passwd()).isEqualTo("carol:x:4001:4002::/home/carol:/bin/zsh\n");
    assertThat(files.group())
        .isEqualTo("carol:x:4002:\nresearch:x:4003:carol\nstaffx:x:4004:carol\n");
    assertThat(files.shadow()).isEqualTo("carol:*:::::::\n");
    assertThat(files.warnings()).isEmpty();
  }

  @Test
  void theImagesOwnEntriesStay() {
    AccountFiles files =
        merge(
            "root:x:0:0:root:/root:/bin/sh\n# a comment\nodd line\n",
            "root:x:0:\nusers:x:100:dave,carol\n",
            "root:$6$secret:19000:0:99999:7:::\n");

    assertThat(files.passwd())
        .endsWith("root:x:0:0:root:/root:/bin/sh\n# a comment\nodd line\n")
        .startsWith("carol:");
    assertThat(files.group()).contains("root:x:0:\n").contains("users:x:100:dave\n");
    assertThat(files.shadow()).isEqualTo("carol:*:::::::\nroot:$6$secret:19000:0:99999:7:::\n");
    assertThat(files.warnings()).isEmpty();
  }

  @Test
  void aNameThatIsTakenIsTheOwners() {
    AccountFiles files =
        merge(
            "carol:x:1000:1000::/home/other:/bin/sh\n",
            "research:x:999:dave\n",
            "carol:$6$password:1::::::\n");

    assertThat(files.passwd()).isEqualTo("carol:x:4001:4002::/home/carol:/bin/zsh\n");
    assertThat(files.group()).doesNotContain("999").contains("research:x:4003:carol\n");
    assertThat(files.shadow()).isEqualTo("carol:*:::::::\n");
    assertThat(files.warnings())
        .containsExactly(
            "The image has a user carol with the id 1000, which is left out: inside, carol has the"
                + " id 4001.",
            "The image has a group research with the id 999, which is left out: inside, research"
                + " has the id 4003.");
  }

  @Test
  void aNumberThatIsTakenIsTheOwnersAndTheOtherKeepsItsName() {
    AccountFiles files =
        merge("node:x:4001:4001::/home/node:/bin/sh\n", "ssh:x:4003:\nnode:x:4001:\n", "");

    assertThat(files.passwd())
        .isEqualTo(
            "carol:x:4001:4002::/home/carol:/bin/zsh\nnode:x:4001:4001::/home/node:/bin/sh\n");
    assertThat(files.group()).endsWith("ssh:x:4003:\nnode:x:4001:\n");
    assertThat(files.warnings())
        .containsExactly(
            "The image gives the user id 4001 to node; inside, it belongs to carol, and node is a"
                + " second name for it.",
            "The image gives the group id 4003 to ssh; inside, it belongs to research, and ssh is a"
                + " second name for it.");
  }

  @Test
  void aGroupThatIsTheSameKeepsItsMembers() {
    AccountFiles files = merge("", "research:x:4003:dave,carol\n", "");

    assertThat(files.group())
        .isEqualTo("carol:x:4002:\nresearch:x:4003:dave,carol\nstaffx:x:4004:carol\n");
    assertThat(files.warnings()).isEmpty();
  }

  @Test
  void mergingTwiceIsMergingOnce() {
    AccountFiles once = merge("root:x:0:0::/root:/bin/sh\n", "root:x:0:\n", "root:*::::::\n");

    AccountFiles twice = merge(once.passwd(), once.group(), once.shadow());

    assertThat(twice).isEqualTo(once);
  }

  @Test
  void withoutAnAccountThereAreNumbersOnly() {
    ContainerUser user = user(false);

    assertThat(user.account()).isFalse();
    assertThat(user.uid()).isEqualTo(4001);
    assertThat(user.supplementalGroupIds()).containsExactly(4003L, 4004L);
    assertThat(user.environment()).containsOnlyKeys("USER", "LOGNAME");
  }

  @Test
  void theContainersIdsGoBeforeTheOwners() {
    ContainerUser user =
        ContainerUser.of(
            new Container("i", Optional.empty(), Optional.of(4003L), List.of(4003L), true), CAROL);

    assertThat(user.primaryGroup()).isEqualTo(new ContainerUser.Group("research", 4003));
    assertThat(user.supplementalGroupIds()).isEmpty();
  }

  @Test
  void rootIsTheImagesOwn() {
    ContainerUser user =
        ContainerUser.of(
            new Container("i", Optional.of(0L), Optional.empty(), List.of(), true), CAROL);

    assertThat(user.account()).isFalse();
    assertThat(user.primaryGroup().gid()).isZero();
    assertThat(user.supplementalGroupIds()).isEmpty();
    assertThat(user.environment()).containsEntry("HOME", "/root").containsEntry("USER", "root");
  }

  @Test
  void whatWouldBreakTheFilesIsRefused() {
    for (UserAccount owner :
        List.of(
            owner("ca:rol", List.of("carol", "research", "staffx")),
            owner("carol\nroot", List.of("carol", "research", "staffx")),
            owner("carol", List.of("carol", "re:search", "staffx")))) {
      assertThatExceptionOfType(LauncherException.class)
          .isThrownBy(
              () ->
                  ContainerUser.of(
                      new Container("i", Optional.empty(), Optional.empty(), List.of(), true),
                      owner))
          .extracting(LauncherException::code)
          .isEqualTo(ErrorCode.INVALID_REQUEST);
    }
  }
}
