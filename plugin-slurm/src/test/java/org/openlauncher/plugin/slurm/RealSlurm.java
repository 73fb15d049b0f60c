package org.openlauncher.plugin.slurm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

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
