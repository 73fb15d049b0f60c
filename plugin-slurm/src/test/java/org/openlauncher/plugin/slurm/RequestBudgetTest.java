package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RequestBudgetTest {
  private final AtomicLong asked = new AtomicLong();
  private final RequestBudget budget = new RequestBudget(asked::addAndGet, 2);

  @Test
  void atMostTwelveRequestsAMinuteWhateverAsks() {
    for (int attempt = 0; attempt < 100; attempt++) {
      budget.takeQueueInHaste();
      budget.take();
      budget.takeQueue();
    }

    assertThat(asked).hasValue(12);
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
}
