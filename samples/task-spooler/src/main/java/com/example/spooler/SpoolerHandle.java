package com.example.spooler;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.job.HandleText;

/**
 * What is needed to find a job again. The launcher stores it and gives it back as it was, also to a
 * later version of this plugin, which must understand it.
 *
 * @param account whom the job runs as; empty for the launcher's own user
 * @param standardOutput the file that its output goes to
 * @param standardError the same for its error output
 */
record SpoolerHandle(Optional<String> account, Path standardOutput, Path standardError) {
  private static final int VERSION = 1;

  JobHandle toJobHandle() {
    return new JobHandle(
        VERSION,
        account.map(name -> HandleText.line("account", name)).orElse("")
            + HandleText.line("stdout", standardOutput.toString())
            + HandleText.line("stderr", standardError.toString()));
  }

  /** Empty for a handle that this plugin has not made. */
  static Optional<SpoolerHandle> of(JobHandle handle) {
    Optional<String> output = HandleText.value(handle.data(), "stdout");
    Optional<String> error = HandleText.value(handle.data(), "stderr");
    if (handle.version() != VERSION || output.isEmpty() || error.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SpoolerHandle(
              HandleText.value(handle.data(), "account").filter(name -> !name.isEmpty()),
              Path.of(output.get()),
              Path.of(error.get())));
    } catch (InvalidPathException strange) {
      return Optional.empty();
    }
  }

  ProcessUser user() {
    return account.<ProcessUser>map(ProcessUser.Account::named).orElseGet(ProcessUser.Self::new);
  }
}
