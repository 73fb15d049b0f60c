package org.openlauncher.process.supervise;

import java.util.Optional;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.shell.ShellShims;

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
  };

  /** Makes the shims of a supervisor; skips the test where this machine can't. */
  abstract Shims.Source shims();

  /** The signal that ended a program, as well as this way can tell. */
  abstract Optional<Integer> probableSignal(ExitRecord.Ending ending);
}
