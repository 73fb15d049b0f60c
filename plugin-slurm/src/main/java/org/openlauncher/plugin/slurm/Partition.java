package org.openlauncher.plugin.slurm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.user.UserAccount;

/**
 * A partition.
 *
 * @param name its name
 * @param standard whether jobs go there that name none
 * @param groups which groups may use it
 * @param accounts which accounts of the accounting may use it
 * @param qos which qualities of service may use it
 * @param forRoot whether only root may use it
 * @param longest how long jobs may run, in Slurm's words; empty for as long as they like
 */
record Partition(
    String name,
    boolean standard,
    Admission groups,
    Admission accounts,
    Admission qos,
    boolean forRoot,
    Optional<String> longest) {

  /** Reads what {@code scontrol show partition} says. */
  static Partition of(Map<String, String> values) {
    return new Partition(
        values.getOrDefault("PartitionName", ""),
        yes(values, "Default"),
        Admission.of(values, "Groups"),
        Admission.of(values, "Accounts"),
        Admission.of(values, "Qos"),
        yes(values, "RootOnly"),
        Optional.ofNullable(values.get("MaxTime")).filter(time -> !time.equals("UNLIMITED")));
  }

  private static boolean yes(Map<String, String> values, String name) {
    return values.getOrDefault(name, "").toUpperCase(Locale.ROOT).equals("YES");
  }

  /** Whether it depends on a user's associations who may use it. */
  boolean restrictsAssociations() {
    return accounts.restricts() || qos.restricts();
  }

  /**
   * Whether jobs of a user may go there.
   *
   * @param associations the user's; empty where they are not known, and Slurm is left to decide
   */
  boolean allows(UserAccount user, List<Association> associations) {
    return !forRoot
        && groups.admits(user.groups())
        && (associations.isEmpty() || associations.stream().anyMatch(this::allows));
  }

  private boolean allows(Association association) {
    return accounts.admits(List.of(association.account())) && qos.admits(association.qos());
  }
}
