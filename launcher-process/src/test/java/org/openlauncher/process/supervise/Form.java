package org.openlauncher.process.supervise;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.shell.ShellShims;
import org.openlauncher.process.spawner.SpawnerProcessLauncher;

/** The ways of starting jobs that have to pass the same tests. */
enum Form {
  SHELL {
    @Override
    Shims.Source shims() {
      return ShellShims::open;
    }

    @Override
    Optional<Integer> probableSignal(ExitRecord.Ending ending) {
      return ((ExitRecord.Ending.ExitedOrSignaled) ending).probableSignal();
    }
  },
  SPAWNER {
    @Override
    Shims.Source shims() {
      assumeTrue(Files.isExecutable(PROGRAM), () -> PROGRAM + " was not built on this machine");
      return home -> new OwnSpawner(SpawnerProcessLauncher.starting(PROGRAM));
    }

    @Override
    Optional<Integer> probableSignal(ExitRecord.Ending ending) {
      return ending instanceof ExitRecord.Ending.Signaled signaled
          ? Optional.of(signaled.signal())
          : Optional.empty();
    }
  };

  static final Path PROGRAM =
      Path.of(System.getProperty("openlauncher.spawner", "target/native/openlauncher-spawner"))
          .toAbsolutePath();

  /** Makes the shims of a supervisor; skips the test where this machine can't. */
  abstract Shims.Source shims();

  /** The signal that ended a program, as well as this way can tell. */
  abstract Optional<Integer> probableSignal(ExitRecord.Ending ending);
}
