package org.openlauncher.plugin.slurm;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.job.HandleText;

/**
 * What a job's handle says.
 *
 * @param number Slurm's number of the job
 * @param owner the account that it runs as
 * @param uid the account's user id
 * @param self whether that is the launcher's own user, since the launcher has no privileges
 * @param storage the owner's folder
 * @param standardOutput where its output goes
 * @param standardError where its error output goes
 * @param submitted when it was submitted
 */
record SlurmHandle(
    long number,
    String owner,
    long uid,
    boolean self,
    Path storage,
    Path standardOutput,
    Path standardError,
    Instant submitted) {
  private static final int VERSION = 1;

  JobHandle toJobHandle() {
    return new JobHandle(
        VERSION,
        HandleText.line("number", Long.toString(number))
            + HandleText.line("owner", owner)
            + HandleText.line("uid", Long.toString(uid))
            + HandleText.line("self", Boolean.toString(self))
            + HandleText.line("storage", storage.toString())
            + HandleText.line("stdout", standardOutput.toString())
            + HandleText.line("stderr", standardError.toString())
            + HandleText.line("submitted", Long.toString(submitted.getEpochSecond())));
  }

  /** What a handle says; empty where it is none of this plugin's making. */
  static Optional<SlurmHandle> of(JobHandle handle) {
    if (handle.version() != VERSION) {
      return Optional.empty();
    }
    try {
      String text = handle.data();
      return Optional.of(
          new SlurmHandle(
              Long.parseLong(value(text, "number")),
              value(text, "owner"),
              Long.parseLong(value(text, "uid")),
              Boolean.parseBoolean(value(text, "self")),
              Path.of(value(text, "storage")),
              Path.of(value(text, "stdout")),
              Path.of(value(text, "stderr")),
              Instant.ofEpochSecond(Long.parseLong(value(text, "submitted")))));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static String value(String text, String name) {
    return HandleText.value(text, name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> new InvalidPathException(name, "is missing"));
  }

  /** Whom the job, and whatever concerns its files, runs as. */
  ProcessUser user() {
    return self ? new ProcessUser.Self() : ProcessUser.Account.named(owner);
  }
}
