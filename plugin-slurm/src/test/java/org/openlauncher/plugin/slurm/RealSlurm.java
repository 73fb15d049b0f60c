package org.openlauncher.plugin.slurm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.process.testing.LauncherForm;

/** The clusters that {@code engines/slurm-up} starts; the environment tells where they are. */
enum RealSlurm {
  /** Without accounting. */
  PLAIN("OPENLAUNCHER_SLURM_CONF"),
  /** With accounting, and control groups where the machine has them. */
  ACCOUNTING("OPENLAUNCHER_SLURM_ACCOUNTING_CONF"),
  /** The latter, by slurmrestd. */
  REST("OPENLAUNCHER_SLURM_REST_URL");

  private static final String TOKENS = "OPENLAUNCHER_SLURM_REST_TOKENS";

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

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }

  /** What the environment says: the cluster's slurm.conf, or where its slurmrestd listens. */
  Optional<String> place() {
    return environment(variable);
  }

  /** The options of a cluster that is used this way. */
  Map<String, String> options() {
    return this == REST
        ? Map.of("rest-url", place().orElseThrow(), "rest-token-file", token().toString())
        : Map.of("slurm-conf", place().orElseThrow());
  }

  /** Of SlurmUser where jobs are others', else of whoever runs this. */
  private static Path token() {
    String user = form() == LauncherForm.INHERITED ? "slurm" : System.getProperty("user.name");
    return Path.of(environment(TOKENS).orElse("/"), user);
  }

  /** Skips the test where it is not there. */
  void require() {
    assumeTrue(
        place().isPresent(),
        () -> "no Slurm: " + variable + " is not set (engines/slurm-up starts one)");
    // Whoever starts the privileged tests can read every token.
    assumeTrue(this != REST || Files.isReadable(token()), () -> "there is no token in " + token());
  }
}
