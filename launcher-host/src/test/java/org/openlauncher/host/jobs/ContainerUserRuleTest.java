package org.openlauncher.host.jobs;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.user.UserAccount;

final class ContainerUserRuleTest {
  private static final UserAccount OWNER =
      new UserAccount(
          "carol",
          4001,
          4002,
          List.of("carol", "research"),
          List.of(4002L, 4003L),
          Path.of("/home/carol"),
          "/bin/sh");

  private static void check(
      Optional<Long> user, Optional<Long> group, List<Long> supplementalGroups) {
    ContainerUserRule.check(
        JobSpecification.builder("job", OWNER.name(), "Docker")
            .container(new Container("image", user, group, supplementalGroups, true))
            .build(),
        OWNER);
  }

  @Test
  void theOwnersOwnIdsMayBeNamed() {
    assertThatNoException().isThrownBy(() -> check(Optional.empty(), Optional.empty(), List.of()));
    assertThatNoException()
        .isThrownBy(() -> check(Optional.of(4001L), Optional.of(4003L), List.of(4002L, 4003L)));
    assertThatNoException()
        .isThrownBy(
            () ->
                ContainerUserRule.check(
                    JobSpecification.builder("job", OWNER.name(), "Local").build(), OWNER));
  }

  @Test
  void nobodyIsSomebodyElseInAContainer() {
    assertRefused(
        () -> check(Optional.of(0L), Optional.empty(), List.of()), "runAsUserId: expected 4001");
    assertRefused(
        () -> check(Optional.empty(), Optional.of(0L), List.of()),
        "runAsGroupId: expected one of [4002, 4003]");
    assertRefused(
        () -> check(Optional.empty(), Optional.empty(), List.of(4003L, 27L)),
        "supplementalGroupIds[1]: expected one of [4002, 4003]");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(call)
        .withMessageContaining("$.job.container." + message)
        .extracting(LauncherException::code)
        .isEqualTo(ErrorCode.FORBIDDEN);
  }
}
