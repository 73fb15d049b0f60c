package org.openlauncher.host.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobStatus;

/** What goes into the store comes out of it unchanged. */
final class StoredJsonTest {
  @Test
  void everySpecificationComesBackAsItWas() {
    Specifications generator = new Specifications(42);
    for (int round = 0; round < 5_000; round++) {
      JobSpecification specification = generator.specification();
      String text = JobSpecificationJson.write(specification);
      assertThat(JobSpecificationJson.read(text)).as(text).isEqualTo(specification);
    }
  }

  @Test
  void everyStatusComesBackAsItWas() {
    Specifications generator = new Specifications(43);
    for (int round = 0; round < 5_000; round++) {
      JobStatus status = generator.status();
      String text = JobStatusJson.write(status);
      assertThat(JobStatusJson.read(text)).as(text).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"name\":7}", "{\"state\":\"Done\"}"})
  void whatIsNoStoredTextIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobSpecificationJson.read(text))
        .withMessageStartingWith("not a stored job: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobStatusJson.read(text))
        .withMessageStartingWith("not a stored status: ");
  }
}
