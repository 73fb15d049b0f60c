package org.openlauncher.plugin.slurm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openlauncher.api.user.UserAccount;

/**
 * A partition.
 *
 * @param name its name
 * @param standard whether jobs go there that name none
 * @param allowedGroups the groups that may use it; empty for everybody
 * @param forRoot whether only root may use it
 * @param longest how long jobs may run, in Slurm's words; empty for as long as they like
 */
record Partition(
    String name,
    boolean standard,
    Optional<Set<String>> allowedGroups,
    boolean forRoot,
    Optional<String> longest) {

  /** Reads what {@code scontrol show partition} says. */
  static Partition of(Map<String, String> values) {
    return new Partition(
        values.getOrDefault("PartitionName", ""),
        yes(values, "Default"),
        Optional.ofNullable(values.get("AllowGroups"))
            .filter(groups -> !groups.equals("ALL"))
            .map(groups -> Arrays.stream(groups.split(",")).collect(Collectors.toSet())),
        yes(values, "RootOnly"),
        Optional.ofNullable(values.get("MaxTime")).filter(time -> !time.equals("UNLIMITED")));
  }

  private static boolean yes(Map<String, String> values, String name) {
    return values.getOrDefault(name, "").toUpperCase(Locale.ROOT).equals("YES");
  }

  /** Whether jobs of an account may go there. */
  boolean allows(UserAccount account) {
    return !forRoot
        && allowedGroups
            .map(groups -> account.groups().stream().anyMatch(groups::contains))
            .orElse(true);
  }
}
