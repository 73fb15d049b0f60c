package org.openlauncher.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.job.JobId;

/**
 * A program to run, and with what. Texts reach it as UTF-8, whatever the launcher's own locale is.
 *
 * @param id the job that it belongs to
 * @param user whom it runs as
 * @param command the program and its arguments, as they are, no shell sees them. The program is a
 *     path, or looked for on the PATH of {@code environment}
 * @param environment all of its environment but for {@code OPENLAUNCHER_JOB_ID}, by which the job's
 *     processes are found
 * @param workingDirectory where it starts; absolute
 * @param standardInput what it reads; empty for nothing
 * @param standardOutput the file that gets its output; empty: nowhere
 * @param standardError the file that gets its error output; with the same file as {@code
 *     standardOutput} the two are mixed in the order in which they were written
 * @param umask the permissions that new files shall not have, 0 to 0777
 * @param limits how much it may use
 */
public record ProcessRequest(
    JobId id,
    ProcessUser user,
    List<String> command,
    Map<String, String> environment,
    Path workingDirectory,
    Optional<String> standardInput,
    Optional<OutputFile> standardOutput,
    Optional<OutputFile> standardError,
    int umask,
    ProcessLimits limits) {
  private static final int ALL_PERMISSIONS = 0777;

  /** Takes copies, and refuses what no caller can mean. */
  public ProcessRequest {
    Objects.requireNonNull(id);
    Objects.requireNonNull(user);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(standardInput);
    Objects.requireNonNull(standardOutput);
    Objects.requireNonNull(standardError);
    Objects.requireNonNull(limits);
    if (!workingDirectory.isAbsolute()) {
      throw new IllegalArgumentException(
          "the working directory must be absolute, is " + workingDirectory);
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the command must name a program");
    }
    if (umask < 0 || umask > ALL_PERMISSIONS) {
      throw new IllegalArgumentException("not a umask: " + Integer.toOctalString(umask));
    }
  }

  /** Which job it is; arguments, environment and input could be secrets. */
  @Override
  public String toString() {
    return "ProcessRequest[id=" + id + "]";
  }
}
