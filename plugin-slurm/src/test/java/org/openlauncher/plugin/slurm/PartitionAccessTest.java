package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.user.UserAccount;

/** Which of the recorded partitions a user may use. */
final class PartitionAccessTest {
  private final List<Partition> partitions =
      SchedulerAnswers.partitions(RecordedAnswers.of("partitions")).stream()
          .map(Partition::of)
          .toList();
  private final UserAccount alice =
      new UserAccount(
          "alice", 1001, 1003, List.of("alice"), List.of(1003L), Path.of("/home/alice"), "/bin/sh");

  private List<String> usable(List<Association> associations) {
    return partitions.stream()
        .filter(partition -> partition.allows(alice, associations))
        .map(Partition::name)
        .toList();
  }

  @Test
  void whoHasAnAssociationMayUseWhatItIsLetInto() {
    assertThat(usable(Association.parse(RecordedAnswers.of("associations"))))
        .contains("main", "gpu", "short", "halted", "acc", "qosp")
        .doesNotContain("closed", "deny");
  }

  @Test
  void whoHasNoneIsKeptOutWhereOneIsWanted() {
    assertThat(usable(Association.parse("")))
        .contains("main", "deny")
        .doesNotContain("closed", "acc", "qosp");
  }

  @Test
  void aQosThatOnlyAnotherAccountHasIsNoWayIn() {
    List<Association> associations =
        List.of(
            new Association("physics", Set.of("normal")),
            new Association("biology", Set.of("high")));
    assertThat(usable(associations)).contains("acc", "qosp", "deny");
    assertThat(usable(associations.subList(0, 1))).contains("acc").doesNotContain("qosp", "deny");
  }

  @Test
  void whereNothingIsKnownSlurmDecides() {
    assertThat(usable(List.of())).contains("acc", "qosp", "deny").doesNotContain("closed");
  }
}
