package org.openlauncher.api.plugin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CounterNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "Requests", "1st", "a-b", "a b", "a\nb", "_x", "a{b=\"c\"} 1"})
  void aNameThatWouldSpoilTheTextIsRefused(String name) {
    assertThatThrownBy(() -> CounterName.of(name, "Requests."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
    assertThatThrownBy(() -> new CounterName("requests", "Requests.", Map.of(name, "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lengthsAndNumbersAreBounded() {
    String longest = "n".repeat(60);
    assertThatCode(
            () ->
                new CounterName(
                    longest,
                    "h".repeat(200),
                    Map.of("a", "v".repeat(60), "b", "\"\\ü", longest, "x")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> CounterName.of(longest + "n", "Requests."))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CounterName.of("n", "h".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CounterName.of("n", "two\nlines"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CounterName("n", "Help.", Map.of("a", "v".repeat(61))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new CounterName("n", "Help.", Map.of("a", "1", "b", "2", "c", "3", "d", "4")))
        .hasMessageContaining("at most 3 labels, found 4");
  }

  @Test
  void theLaunchersOwnLabelIsNotTaken() {
    assertThatThrownBy(() -> new CounterName("n", "Help.", Map.of(CounterName.CLUSTER, "another")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label name");
  }
}
