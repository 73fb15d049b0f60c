package org.openlauncher.api.job;

import java.util.Arrays;
import java.util.Optional;

/** Why a job is in its state, for a machine. Which state a code goes with stands at the code. */
public enum StatusCode {
  /** Pending: waits for its turn. */
  QUEUED("Queued"),
  /** Pending: held by a rule, a dependency or an administrator of the back-end. */
  HELD("Held"),
  /** Pending: no place fits what the job asks for. */
  UNSCHEDULABLE("Unschedulable"),
  /** Pending: its image is being fetched. Failed: the image could not be fetched. */
  IMAGE_PULL("ImagePull"),
  /** Failed: there is no such image. */
  IMAGE_NOT_FOUND("ImageNotFound"),
  /** Failed: there is no such program. */
  COMMAND_NOT_FOUND("CommandNotFound"),
  /** Failed: the user may not use a file, folder or program that the job needs. */
  PERMISSION_DENIED("PermissionDenied"),
  /** Failed: the working directory is missing or no folder. */
  WORKING_DIRECTORY("WorkingDirectory"),
  /** Failed: an output file can't be opened. */
  OUTPUT_FILE("OutputFile"),
  /** Failed: the back-end could not start it, for another reason; the message tells. */
  LAUNCH_FAILED("LaunchFailed"),
  /** Running: a session whose port answers. */
  READY("Ready"),
  /** Running or Finished: nothing out of the ordinary. */
  EXITED("Exited"),
  /** Finished or Killed: the end was seen, the exit code is lost. */
  EXIT_UNKNOWN("ExitUnknown"),
  /** Killed: by a signal that did not come from the launcher. */
  SIGNALED("Signaled"),
  /** Killed or Canceled: on request through the launcher. */
  BY_REQUEST("ByRequest"),
  /** Killed: used more memory than it may. */
  OUT_OF_MEMORY("OutOfMemory"),
  /** Killed or Finished: ran longer, or used more processor time, than it may. */
  TIME_LIMIT("TimeLimit"),
  /** Killed: the machine that ran it failed or was restarted. */
  NODE_FAIL("NodeFail"),
  /** Killed: had to give way to another job. */
  PREEMPTED("Preempted"),
  /** Killed: driven off its machine for want of a resource. */
  EVICTED("Evicted"),
  /** Killed or Finished: the back-end says for certain that it does not know the job any more. */
  VANISHED("Vanished");

  private final String wireName;

  StatusCode(String wireName) {
    this.wireName = wireName;
  }

  /** {@return the code's name on the wire} */
  public String wireName() {
    return wireName;
  }

  /**
   * Reads a code as it was written.
   *
   * @param text the name on the wire
   * @return the code; empty where there is none of this name
   */
  public static Optional<StatusCode> parse(String text) {
    return Arrays.stream(values()).filter(code -> code.wireName.equals(text)).findFirst();
  }
}
