package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoppedProcessTest {
  @ParameterizedTest
  @CsvSource({
    "T (stopped),  0000000000000000, 0000000000000000, true",
    "S (sleeping), 0000000000000000, 0000000000000000, false",
    "R (running),  0000000000000000, 0000000000000000, false",
    // A parent in vfork whose child was stopped before it could run the program.
    "D (disk sleep), 0000000000000000, 0000000000040000, true",
    "D (disk sleep), 0000000000040000, 0000000000000000, true",
    // SIGTERM and SIGTSTP are pending, or the highest of all.
    "D (disk sleep), 0000000000084000, ffffffff00000000, false",
  })
  void theKernelsWordsAreUnderstood(String state, String own, String shared, boolean stopped) {
    String status =
        "Name:\tState: T\nUmask:\t0022\nState:\t%s\nTgid:\t7\nSigQ:\t1/9\nSigPnd:\t%s\nShdPnd:\t%s\nSigBlk:\t0000000000040000\n"
            .formatted(state, own, shared);

    assertThat(StoppedProcess.is(status)).isEqualTo(stopped);
  }

  @Test
  void aProcessThatRunsIsNotStoppedNorOneThatIsGone() {
    assertThat(StoppedProcess.is(ProcessHandle.current().pid())).isFalse();
    assertThat(StoppedProcess.is(Integer.MAX_VALUE)).isFalse();
  }
}
