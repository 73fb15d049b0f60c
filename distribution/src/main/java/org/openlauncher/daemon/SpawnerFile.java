package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.StartupException;

/** The native spawner of an installation, before root runs it. */
record SpawnerFile(Path program) {
  /** Empty where the installation was built without a C compiler. */
  static Optional<SpawnerFile> of(Installation installation) {
    Path program = installation.home().resolve("libexec/openlauncher-spawner");
    return Files.isExecutable(program) ? Optional.of(new SpawnerFile(program)) : Optional.empty();
  }

  /** Its path, for root to run. */
  Path trusted() throws StartupException {
    try {
      Optional<String> weakness = TrustedPath.weaknessOfContent(program);
      if (weakness.isPresent()) {
        throw new StartupException(
            ExitStatus.NO_PERMISSION,
            "root does not run "
                + program
                + ", because "
                + weakness.get()
                + "; the installation must belong to root: chown -R root:root, chmod -R go-w");
      }
      return program;
    } catch (IOException gone) {
      throw new StartupException(
          ExitStatus.BROKEN_INSTALLATION, program + " can't be looked at: " + gone);
    }
  }
}
