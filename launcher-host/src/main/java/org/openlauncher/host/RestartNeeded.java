package org.openlauncher.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.config.EffectiveValue;

/** What was changed in the server's section, but takes effect only at the next start. */
final class RestartNeeded {
  private RestartNeeded() {}

  /**
   * A message for each changed value.
   *
   * @param inEffect the values that the launcher works with
   * @param read the values that were read now
   * @param takenOver the options of which a change takes effect at once
   */
  static List<String> messages(
      List<EffectiveValue> inEffect, List<EffectiveValue> read, Set<String> takenOver) {
    Map<String, EffectiveValue> before = new HashMap<>();
    inEffect.forEach(value -> before.put(value.option(), value));
    return read.stream()
        .filter(value -> !takenOver.contains(value.option()))
        .flatMap(
            value ->
                Optional.ofNullable(before.get(value.option()))
                    .filter(old -> !old.value().equals(value.value()))
                    .map(old -> message(old, value))
                    .stream())
        .toList();
  }

  private static String message(EffectiveValue old, EffectiveValue value) {
    return shown(value) + " (" + value.source() + ") needs a restart; in effect is " + shown(old);
  }

  private static String shown(EffectiveValue value) {
    return value
        .value()
        .map(text -> value.option() + "=" + text)
        .orElse(value.option() + " not set");
  }
}
