package org.openlauncher.container.program;

import java.util.List;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;

/**
 * What the first process of a container was told to start, in the names that messages use.
 *
 * @param folder the working directory
 * @param stdout the file for standard output
 * @param stderr the file for standard error
 * @param program the job's program
 */
public record ProgramStart(String folder, String stdout, String stderr, String program) {
  /** Where nobody knows what was to be started. */
  public static final ProgramStart NOTHING = new ProgramStart("", "", "", "");

  private static final int NO_SUCH_FILE = 2;
  private static final int NO_PERMISSION = 13;
  private static final int FOLDER = 1;
  private static final int STDOUT = 2;
  private static final int STDERR = 3;
  private static final int PROGRAM = 6;

  /**
   * As the first process was given it.
   *
   * @param arguments its arguments, without its own name
   */
  public static ProgramStart of(List<String> arguments) {
    return arguments.size() > PROGRAM
        ? new ProgramStart(
            arguments.get(FOLDER),
            arguments.get(STDOUT),
            arguments.get(STDERR),
            arguments.get(PROGRAM))
        : NOTHING;
  }

  /** What becomes of a job whose program could not be started. */
  public JobStatus failure(InitRecord.Ending.NotStarted failure) {
    JobStatus failed = JobStatus.of(JobState.FAILED);
    String why = ": " + failure.reason();
    return switch (failure.step()) {
      case "program" ->
          failed.because(
              switch (failure.error()) {
                case NO_SUCH_FILE -> StatusCode.COMMAND_NOT_FOUND;
                case NO_PERMISSION -> StatusCode.PERMISSION_DENIED;
                default -> StatusCode.LAUNCH_FAILED;
              },
              "The program " + program + " can't be started in the container" + why);
      case "folder" ->
          failed.because(
              StatusCode.WORKING_DIRECTORY,
              "The working directory " + folder + " can't be entered in the container" + why);
      case "stdout" ->
          failed.because(
              StatusCode.OUTPUT_FILE,
              "The output file " + stdout + " can't be opened in the container" + why);
      case "stderr" ->
          failed.because(
              StatusCode.OUTPUT_FILE,
              "The output file " + stderr + " can't be opened in the container" + why);
      default ->
          failed.because(
              StatusCode.LAUNCH_FAILED,
              "The container could not be made ready (" + failure.step() + ")" + why);
    };
  }
}
