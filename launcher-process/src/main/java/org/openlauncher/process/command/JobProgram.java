package org.openlauncher.process.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.ProcessUser;

/**
 * Looks whether a job's program is there, as the user who would run it. For back-ends that start it
 * by way of another program: that one would only exit with 127, as a job's own shell may.
 */
public final class JobProgram {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final DataSize LONGEST_ANSWER = new DataSize(64L << 10);

  /** Where the folder is missing, whoever starts the job tells so. */
  private static final String LOOK =
      "cd \"$1\" 2>/dev/null || exit 0; case $2 in "
          + "*/*) [ -f \"$2\" ] && [ -x \"$2\" ];; "
          + "*) case $(command -v \"$2\") in /*) ;; *) exit 1;; esac;; esac";

  private JobProgram() {}

  /**
   * Demands that the {@code exe} of a job can be run; a command line is its shell's affair. Waits
   * for the answer.
   *
   * @param environment the job's, of which PATH counts
   * @param from the folder that the job starts in
   * @throws LaunchFailedException with {@code CommandNotFound}, naming the program
   */
  public static void require(
      JobSpecification job,
      CommandRunner commands,
      ProcessUser user,
      Map<String, String> environment,
      Path from) {
    if (job.exe().isEmpty()) {
      return;
    }
    String exe = job.exe().get();
    CommandOutcome outcome =
        commands.run(
            new ShortCommand(
                user,
                List.of("/bin/sh", "-c", LOOK, "sh", from.toString(), exe),
                Map.of("PATH", environment.getOrDefault("PATH", "")),
                Path.of("/"),
                Optional.empty(),
                PATIENCE,
                LONGEST_ANSWER));
    if (!outcome.succeeded()) {
      throw new LaunchFailedException(
          StatusCode.COMMAND_NOT_FOUND, "there is no program " + exe + " that can be run");
    }
  }
}
