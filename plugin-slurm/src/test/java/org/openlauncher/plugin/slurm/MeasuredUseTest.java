package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.plugin.ResourceUse;

final class MeasuredUseTest {
  private static String line(String text) {
    return text + " ".repeat(MeasuredUse.LENGTH - 2 - text.length()) + ".\n";
  }

  @Test
  void whatTheScriptWroteIsRead() {
    assertThat(MeasuredUse.parse(line("18296.16 1.48 29.3 2457600 5308416")))
        .contains(
            new ResourceUse(
                Optional.of(29.3),
                Optional.of(Duration.ofMillis(1480)),
                Optional.of(new DataSize(2_457_600)),
                Optional.of(new DataSize(5_308_416))));
  }

  @Test
  void theFirstLineHasNoShare() {
    assertThat(MeasuredUse.parse(line("18291.11 0.00 - 2457600 5308416")))
        .hasValueSatisfying(use -> assertThat(use.cpuPercent()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "18296.16 1.48 29.3 2457600 5308416",
        "18296.16 1.48 29.3 2457600 5308416 .",
        "18296.16 1.48 -5.0 2457600 5308416 .\n",
        "18296.16 1.48 29.3 99999999999999999999 5308416 .\n",
        "$(id) 1.48 29.3 2457600 5308416 .\n"
      })
  void whateverElseIsThereIsNothing(String text) {
    assertThat(MeasuredUse.parse(text)).isEmpty();
  }
}
