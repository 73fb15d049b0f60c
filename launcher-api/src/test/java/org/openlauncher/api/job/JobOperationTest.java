package org.openlauncher.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobOperationTest {
  @ParameterizedTest
  @CsvSource({
    "SUSPEND, RUNNING",
    "RESUME, SUSPENDED",
    "STOP, RUNNING SUSPENDED",
    "KILL, RUNNING SUSPENDED",
    "CANCEL, PENDING"
  })
  void fitsTheseStatesAndNoOthers(JobOperation operation, String states) {
    assertThat(Arrays.stream(JobState.values()).filter(operation::fits).map(JobState::name))
        .containsExactly(states.split(" "));
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void nothingCanBeDoneToAnEndedJob(JobState state) {
    boolean anything = Arrays.stream(JobOperation.values()).anyMatch(each -> each.fits(state));
    assertThat(anything).isEqualTo(!state.terminal());
  }

  @Test
  void wireNamesAreRead() {
    for (JobOperation operation : JobOperation.values()) {
      assertThat(JobOperation.parse(operation.wireName())).contains(operation);
    }
    assertThat(JobOperation.parse("STOP")).isEmpty();
  }
}
