package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "port, port, 0",
    "PORT, port, 0",
    "prot, port, 1",
    "pot, port, 1",
    "portt, port, 1",
    "pork, port, 1",
    "'', port, 4",
    "kitten, sitting, 3"
  })
  void countsTheStepsBetweenNames(String one, String other, int steps) {
    assertThat(NearestName.distance(one, other)).isEqualTo(steps);
    assertThat(NearestName.distance(other, one)).isEqualTo(steps);
  }
}
