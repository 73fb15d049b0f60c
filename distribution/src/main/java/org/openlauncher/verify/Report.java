package org.openlauncher.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.openlauncher.verify.Step.Outcome;
import tools.jackson.databind.json.JsonMapper;

/** Takes the steps as they end. For one thread. */
public final class Report {
  private static final double MILLISECONDS = 1000;

  private final Consumer<Step> listener;
  private final List<Step> steps = new ArrayList<>();
  private long begun = System.nanoTime();

  /**
   * @param listener is told of each step as it ends
   */
  public Report(Consumer<Step> listener) {
    this.listener = listener;
  }

  void begin() {
    begun = System.nanoTime();
  }

  void passed(String name) {
    add(name, Outcome.PASSED, "", "");
  }

  void passed(String name, String reason) {
    add(name, Outcome.PASSED, reason, "");
  }

  void failed(String name, String reason, String remedy) {
    add(name, Outcome.FAILED, reason, remedy);
  }

  void add(String name, Outcome outcome, String reason, String remedy) {
    Step step =
        new Step(name, outcome, Duration.ofNanos(System.nanoTime() - begun), reason, remedy);
    steps.add(step);
    listener.accept(step);
    begin();
  }

  /** Whether everything is as it should be. */
  public boolean good() {
    return steps.stream().allMatch(Step::good);
  }

  /** How many steps went how. */
  public String summary() {
    List<String> counts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long count = steps.stream().filter(step -> step.outcome() == outcome).count();
      if (count > 0) {
        counts.add(count + " " + outcome.name().toLowerCase(Locale.ROOT));
      }
    }
    return String.join(", ", counts);
  }

  /** All of it for a machine. */
  public String json() {
    return JsonMapper.builder()
        .build()
        .writeValueAsString(
            Map.of(
                "passed",
                good(),
                "steps",
                steps.stream()
                    .map(
                        step ->
                            Map.of(
                                "name", step.name(),
                                "outcome", step.outcome().name().toLowerCase(Locale.ROOT),
                                "seconds", step.took().toMillis() / MILLISECONDS,
                                "reason", step.reason(),
                                "remedy", step.remedy()))
                    .toList()));
  }
}
