package org.openlauncher.plugin.local;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.job.HandleText;

/**
 * What a job's handle says.
 *
 * @param owner whose job it is
 * @param account the account that it runs as; empty for the launcher's own user
 * @param standardOutput where its output goes; empty for nowhere
 * @param standardError empty for nowhere
 */
record LocalHandle(
    String owner,
    Optional<String> account,
    Optional<Path> standardOutput,
    Optional<Path> standardError) {
  private static final int VERSION = 1;
  private static final String OWNER = "owner";
  private static final String ACCOUNT = "account";
  private static final String STDOUT = "stdout";
  private static final String STDERR = "stderr";

  /** Lines {@code name=value}, without those that have no value. */
  JobHandle toJobHandle() {
    StringBuilder data = new StringBuilder(line(OWNER, owner));
    account.ifPresent(name -> data.append(line(ACCOUNT, name)));
    standardOutput.ifPresent(path -> data.append(line(STDOUT, path.toString())));
    standardError.ifPresent(path -> data.append(line(STDERR, path.toString())));
    return new JobHandle(VERSION, data.toString());
  }

  /** What a handle says; empty where it is none of this plugin's making. */
  static Optional<LocalHandle> of(JobHandle handle) {
    Optional<String> owner = value(handle, OWNER).filter(OutputFiles::canBeOwner);
    if (handle.version() != VERSION || owner.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LocalHandle(
              owner.get(),
              value(handle, ACCOUNT).filter(name -> !name.isEmpty()),
              value(handle, STDOUT).map(Path::of),
              value(handle, STDERR).map(Path::of)));
    } catch (InvalidPathException strange) {
      return Optional.empty();
    }
  }

  /** Whom the job runs as. */
  ProcessUser user() {
    return account.<ProcessUser>map(ProcessUser.Account::named).orElseGet(ProcessUser.Self::new);
  }

  private static String line(String name, String value) {
    return HandleText.line(name, value);
  }

  private static Optional<String> value(JobHandle handle, String name) {
    return HandleText.value(handle.data(), name);
  }
}
