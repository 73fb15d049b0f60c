package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessLimits;

final class LocalLimitsTest {
  private static final LocalLimits BOTH =
      new LocalLimits(new Privileges(false, 0, true, Privileges.MemoryLimit.ADDRESS_SPACE, false));
  private static final LocalLimits NONE =
      new LocalLimits(new Privileges(false, 0, false, Privileges.MemoryLimit.NONE, false));

  private static JobSpecification job(ResourceLimit... limits) {
    return JobSpecification.builder("job", "alice", "Local")
        .resourceLimits(List.of(limits))
        .build();
  }

  @Test
  void whatIsEnforcedIsOffered() {
    assertThat(BOTH.enforced())
        .containsExactlyInAnyOrder(ResourceLimit.CPU_TIME, ResourceLimit.MEMORY);
    assertThat(BOTH.offers())
        .extracting(ClusterInfo.LimitOffer::type)
        .containsExactly(ResourceLimit.CPU_TIME, ResourceLimit.MEMORY);
    assertThat(NONE.enforced()).isEmpty();
    assertThat(NONE.offers()).isEmpty();
  }

  @Test
  void limitsAreTakenInTheirUnits() {
    assertThat(
            BOTH.of(
                job(
                    new ResourceLimit(ResourceLimit.CPU_TIME, "1.5"),
                    new ResourceLimit(ResourceLimit.MEMORY, "0.25"))))
        .isEqualTo(
            new ProcessLimits(
                Optional.of(Duration.ofSeconds(2)), Optional.of(new DataSize(250_000))));
    assertThat(BOTH.of(job())).isEqualTo(ProcessLimits.NONE);
    assertThat(NONE.of(job())).isEqualTo(ProcessLimits.NONE);
  }

  @Test
  void whatCannotBeEnforcedIsRefused() {
    ResourceLimit processors = new ResourceLimit(ResourceLimit.CPU_COUNT, "4");
    assertThatThrownBy(() -> BOTH.of(job(processors)))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessage(
            "$.job.resourceLimits[0].type: expected one of [cpuTime, memory], found \"cpuCount\"");
    ResourceLimit memory = new ResourceLimit(ResourceLimit.MEMORY, "4");
    assertThatThrownBy(() -> NONE.of(job(memory)))
        .hasMessage(
            "$.job.resourceLimits[0].type: expected no limit, since none is enforced here, found"
                + " \"memory\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0.0", "-1", "1e3", "4 GB", "99999999999", "2147483648", "1."})
  void whatIsNoAmountIsRefused(String value) {
    ResourceLimit memory = new ResourceLimit(ResourceLimit.MEMORY, value);
    assertThatThrownBy(() -> BOTH.of(job(memory)))
        .hasMessage(
            "$.job.resourceLimits[0].value: expected a number of megabytes above 0, at most"
                + " 2147483647, found \""
                + value
                + "\"");
  }
}
