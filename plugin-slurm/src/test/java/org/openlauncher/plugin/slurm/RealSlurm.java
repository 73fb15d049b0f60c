package org.openlauncher.plugin.slurm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.openlauncher.process.testing.LauncherForm;

/** The clusters that {@code engines/slurm-up} starts; the environment tells where they are. */
enum RealSlurm {
  /** Without accounting. */
  PLAIN("OPENLAUNCHER_SLURM_CONF"),
  /** With accounting, and control groups where the machine has them. */
  ACCOUNTING("OPENLAUNCHER_SLURM_ACCOUNTING_CONF");

  private final String variable;

  RealSlurm(String variable) {
    this.variable = variable;
  }

  /** Each is tested in one of the two ways in which the launcher can have been started. */
  static RealSlurm ofThisProcess() {
    return form() == LauncherForm.INHERITED ? PLAIN : ACCOUNTING;
  }

  /** How processes are started here. */
  static LauncherForm form() {
    List<LauncherForm> forms = LauncherForm.ofThisProcess();
    return forms.get(forms.size() - 1);
  }

  /** The cluster's slurm.conf. */
  Optional<String> configurationFile() {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty());
  }

  /** Skips the test where it is not there. */
  void require() {
    assumeTrue(
        configurationFile().isPresent(),
        () -> "no Slurm: " + variable + " is not set (engines/slurm-up starts one)");
  }
}
