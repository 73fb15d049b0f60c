package org.openlauncher.host.clusters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.config.EffectiveValue;

/** What was changed in a file, but takes effect only at the next start. */
public final class RestartNeeded {
  private RestartNeeded() {}

  private record Key(Optional<String> cluster, String option) {
    static Key of(EffectiveValue value) {
      return new Key(value.cluster(), value.option());
    }
  }

  /**
   * A message for each changed value.
   *
   * @param inEffect the values that the launcher works with
   * @param read the values that were read now
   * @param takenOver the options of which a change takes effect at once
   */
  public static List<String> messages(
      List<EffectiveValue> inEffect, List<EffectiveValue> read, Set<String> takenOver) {
    Map<Key, EffectiveValue> before = new HashMap<>();
    inEffect.forEach(value -> before.put(Key.of(value), value));
    return read.stream()
        .filter(value -> !takenOver.contains(value.option()))
        .flatMap(
            value ->
                Optional.ofNullable(before.get(Key.of(value)))
                    .filter(old -> !old.value().equals(value.value()))
                    .map(old -> message(old, value))
                    .stream())
        .toList();
  }

  private static String message(EffectiveValue old, EffectiveValue value) {
    return value.cluster().map(name -> "cluster " + name + ": ").orElse("")
        + shown(value)
        + " ("
        + value.source()
        + ") needs a restart; in effect is "
        + shown(old);
  }

  private static String shown(EffectiveValue value) {
    return value
        .value()
        .map(text -> value.option() + "=" + text)
        .orElse(value.option() + " not set");
  }
}
