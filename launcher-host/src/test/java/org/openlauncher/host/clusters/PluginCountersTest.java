package org.openlauncher.host.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.CounterName;

final class PluginCountersTest {
  private static final String HELP = "Requests.";

  private final PluginCounters counters = new PluginCounters();

  private static CounterName requests(String command) {
    return new CounterName("requests", HELP, Map.of("command", command));
  }

  @Test
  void whatIsAskedForTwiceIsOne() {
    counters.counter(requests("a")).add(2);
    counters.counter(requests("a")).add(3);
    counters.counter(requests("b")).add(0);

    assertThat(counters.read("One"))
        .containsExactly(
            new Clusters.CounterReading("One", requests("a"), 5, true),
            new Clusters.CounterReading("One", requests("b"), 0, true));
  }

  @Test
  void aCounterNeverGoesDown() {
    ClusterCounters.Counter counter = counters.counter(requests("a"));
    assertThatThrownBy(() -> counter.add(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNumberIsAsItWasSetLast() {
    counters.gauge(requests("a")).set(7);
    counters.gauge(requests("a")).set(-3);

    assertThat(counters.read("One"))
        .containsExactly(new Clusters.CounterReading("One", requests("a"), -3, false));
    assertThatThrownBy(() -> counters.counter(requests("b")))
        .hasMessageContaining("and the kind that it has");
  }

  @Test
  void ofOneNameAllSayTheSame() {
    counters.counter(requests("a"));
    assertThatThrownBy(
            () ->
                counters.counter(
                    new CounterName("requests", "Something else.", Map.of("command", "b"))))
        .hasMessageContaining("counter requests: expected the help and labels of");
    assertThatThrownBy(() -> counters.counter(CounterName.of("requests", HELP)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thereAreNotAnyNumberOfThem() {
    for (int number = 0; number < ClusterCounters.MOST; number++) {
      counters.counter(requests("command " + number));
    }
    assertThatThrownBy(() -> counters.counter(requests("one more")))
        .hasMessageContaining("may have 64 counters");
    counters.counter(requests("command 1")).add(1);
  }
}
