package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QuestionClockTest {
  private final QuestionClock clock = new QuestionClock(Duration.ofSeconds(20), () -> 0);

  @Test
  void aQuestionThatFailedIsRepeatedWithinSeconds() {
    clock.begin();
    assertThat(clock.due()).isFalse();
    clock.end(Duration.ofMillis(5), true);
    assertThat(clock.failing()).isTrue();
    assertThat(clock.untilNext()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(11));
    assertThat(clock.mayHurry()).isFalse();

    clock.begin();
    clock.end(Duration.ofMinutes(3), true);
    assertThat(clock.untilNext()).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(22));
  }

  @Test
  void aSlowSchedulerIsAskedMoreSeldom() {
    clock.begin();
    clock.end(Duration.ofMillis(5), false);
    assertThat(clock.untilNext()).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(22));

    clock.begin();
    clock.end(Duration.ofSeconds(10), false);
    assertThat(clock.untilNext()).isBetween(Duration.ofSeconds(44), Duration.ofSeconds(55));

    clock.begin();
    clock.end(Duration.ofMinutes(5), false);
    assertThat(clock.untilNext()).isBetween(Duration.ofSeconds(107), Duration.ofSeconds(132));
  }

  @Test
  void anIntervalThatIsLongerThanAllPausesHolds() {
    QuestionClock hourly = new QuestionClock(Duration.ofHours(1), () -> 0);
    hourly.begin();
    hourly.end(Duration.ofMillis(5), false);
    assertThat(hourly.untilNext()).isBetween(Duration.ofMinutes(53), Duration.ofMinutes(66));
  }

  @Test
  void hasteBringsTheNextQuestionForward() {
    clock.begin();
    clock.end(Duration.ofMillis(5), false);
    clock.hasten();
    assertThat(clock.untilNext()).isEqualTo(Duration.ofMillis(800));
  }
}
