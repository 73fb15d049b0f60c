package org.openlauncher.host.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private static final Duration LONG = Duration.ofHours(1);

  private static Write soon() {
    return Write.soon(rows -> {});
  }

  private static Write sometime() {
    return Write.sometime(Optional.empty(), rows -> {});
  }

  private static Write behindAll() {
    return Write.behindAll(rows -> {});
  }

  private static WriteQueue of(Duration linger, int most, Write... writes) {
    WriteQueue queue = new WriteQueue(linger, most);
    List.of(writes).forEach(queue::add);
    return queue;
  }

  @Test
  void whatSomebodyWaitsForOvertakesWhatNobodyWaitsFor() throws Exception {
    Write change = sometime();
    Write submission = soon();
    Write another = soon();
    WriteQueue queue = of(LONG, 10, change, submission, another);

    assertThat(queue.take()).containsExactly(submission, another);
    assertThat(queue.size()).isOne();
  }

  @Test
  void whatNobodyWaitsForIsTakenInItsOrderWhenItHasLain() throws Exception {
    Write first = sometime();
    Write second = sometime();
    WriteQueue queue = of(Duration.ofMillis(20), 10, first, second);

    assertThat(queue.take()).containsExactly(first, second);
    assertThat(queue.size()).isZero();
  }

  @Test
  void whatMustComeBehindAllTakesAllAlong() throws Exception {
    Write first = sometime();
    Write second = sometime();
    Write submission = soon();
    Write removal = behindAll();
    WriteQueue queue = of(LONG, 10, first, second, submission, removal);

    assertThat(queue.take()).containsExactly(submission, first, second, removal);
  }

  @Test
  void whatMustComeBehindAllDoesSoInSeveralTransactionsToo() throws Exception {
    Write first = sometime();
    Write submission = soon();
    Write second = sometime();
    Write removal = behindAll();
    Write later = sometime();
    WriteQueue queue = of(LONG, 2, first, submission, second, removal, later);

    assertThat(queue.take()).containsExactly(submission, first);
    assertThat(queue.take()).containsExactly(second, removal);
    assertThat(queue.take()).containsExactly(later);
    assertThat(queue.size()).isZero();
  }
}
