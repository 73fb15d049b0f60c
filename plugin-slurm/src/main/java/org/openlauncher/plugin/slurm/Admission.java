package org.openlauncher.plugin.slurm;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is let into a partition, of one kind: by group, by account or by quality of service. Where
 * some are allowed, nothing else counts; else those that are denied are kept out.
 *
 * @param allowed who is allowed; empty for everybody
 * @param denied who is not
 */
record Admission(Set<String> allowed, Set<String> denied) {
  private static final String EVERYBODY = "ALL";

  /** Takes copies of the sets. */
  Admission {
    allowed = Set.copyOf(allowed);
    denied = Set.copyOf(denied);
  }

  /** Reads the values {@code AllowKIND} and {@code DenyKIND} of a partition. */
  static Admission of(Map<String, String> values, String kind) {
    return new Admission(
        words(values.getOrDefault("Allow" + kind, EVERYBODY)),
        words(values.getOrDefault("Deny" + kind, "")));
  }

  private static Set<String> words(String text) {
    return text.equals(EVERYBODY) || text.equals("(null)")
        ? Set.of()
        : Arrays.stream(text.split(","))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it lets not everybody in. */
  boolean restricts() {
    return !allowed.isEmpty() || !denied.isEmpty();
  }

  /** Whether one of these names is let in. */
  boolean admits(Collection<String> names) {
    return allowed.isEmpty()
        ? denied.isEmpty() || names.stream().anyMatch(name -> !denied.contains(name))
        : names.stream().anyMatch(allowed::contains);
  }
}
