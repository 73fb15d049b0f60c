package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestBudgetTest {
  private final RequestBudget budget = new RequestBudget();

  @Test
  void atMostTwelveRequestsAMinuteWhateverAsks() {
    for (int attempt = 0; attempt < 100; attempt++) {
      budget.takeQueueInHaste();
      budget.take();
      budget.takeQueue();
    }

    assertThat(budget.asked()).isEqualTo(12);
  }

  @Test
  void hasteLeavesRoomForTheRegularQuestion() {
    for (int attempt = 0; attempt < 100; attempt++) {
      budget.takeQueueInHaste();
      budget.take();
    }

    assertThat(budget.takeQueue()).isTrue();
    assertThat(budget.takeQueue()).isFalse();
  }

  @Test
  void whatUsersAskForIsCountedAndNeverHeldBack() {
    for (int attempt = 0; attempt < 100; attempt++) {
      budget.change();
      budget.accounting();
    }

    assertThat(budget.changes()).isEqualTo(100);
    assertThat(budget.askedOfAccounting()).isEqualTo(100);
    assertThat(budget.asked()).isZero();
  }
}
