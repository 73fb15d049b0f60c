package org.openlauncher.process.supervise;

import java.util.Arrays;
import java.util.Optional;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.StatusCode;

/** Why a shim or the spawner did not do what it was asked to, by the words of records. */
public enum Refusal {
  /** The request breaks a rule between the launcher and the spawner. */
  BAD_REQUEST("bad-request", "The launcher and its spawner do not understand each other"),
  /** There is no such account. */
  USER_UNKNOWN("user-unknown", "The user is not known to the machine"),
  /** Jobs never run as root. */
  USER_ROOT("user-root", "Jobs never run as root"),
  /** The user's id is too low. */
  USER_BELOW_MINIMUM("user-below-minimum", "The user's id is below the least that jobs may have"),
  /** Jobs can't run as this user for another reason. */
  USER_NOT_ALLOWED("user-not-allowed", "Jobs can't run as this user"),
  /** PAM's account rules. */
  ACCOUNT("account", "The machine's account rules don't allow the user"),
  /** The record is not what it was expected to be. */
  RECORD("record", "The record of the job could not be used"),
  /** The working directory. */
  DIRECTORY("directory", "The working directory%s could not be entered"),
  /** Standard input. */
  INPUT("input", "The standard input could not be opened"),
  /** The output file. */
  OUTPUT("output", "The output file%s could not be opened"),
  /** The error file. */
  ERRORS("errors", "The error file%s could not be opened"),
  /** The program. */
  PROGRAM_NOT_FOUND("program-not-found", "The program%s, or its interpreter, does not exist"),
  /** The program. */
  PROGRAM_NOT_EXECUTABLE("program-not-executable", "The program%s is not executable for the user"),
  /** The program. */
  PROGRAM_FORMAT(
      "program-format", "The program%s is neither a binary of this machine nor a script"),
  /** A limit. */
  LIMIT("limit", "A limit of the job could not be set"),
  /** PAM itself. */
  PAM("pam", "The PAM profile could not be used"),
  /** PAM's session. */
  SESSION("session", "The PAM session could not be opened"),
  /** The machine is short of something. */
  RESOURCES("resources", "The machine has no room for another process"),
  /** The shim has ended. */
  NO_SUCH_SHIM("no-such-shim", "The process that waits for the job has ended"),
  /** Some of the processes belong to others. */
  NOT_PERMITTED("not-permitted", "Some processes of the job belong to another user"),
  /** Some processes can't be ended. */
  STILL_RUNNING("still-running", "Some processes of the job did not end"),
  /** A file can't be opened or read. */
  FILE("file", "The file could not be read"),
  /** Something that has no word of its own. */
  OTHER("other", "The process of the job could not be started");

  private static final int EPERM = 1;
  private static final int EACCES = 13;

  private final String word;
  private final String sentence;

  Refusal(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** The refusal of a word; {@link #OTHER} for one that this version does not know. */
  public static Refusal of(String word) {
    return Arrays.stream(values())
        .filter(refusal -> refusal.word.equals(word))
        .findFirst()
        .orElse(OTHER);
  }

  /**
   * A failure in words that fit every job.
   *
   * @param thing the file, folder or program that it is about, where that is known
   * @param errorNumber the kernel's error number, or 0
   */
  LaunchFailedException failure(Optional<String> thing, int errorNumber) {
    String name = thing.map(text -> " " + text).orElse("");
    String why = ErrorNumber.text(errorNumber).map(text -> ": " + text).orElse("");
    return failure(sentence.replace("%s", name) + why + ".", errorNumber);
  }

  /**
   * A failure in words that the caller has.
   *
   * @param errorNumber the kernel's error number, or 0
   */
  public LaunchFailedException failure(String message, int errorNumber) {
    return new LaunchFailedException(statusCode(errorNumber), message);
  }

  private StatusCode statusCode(int errorNumber) {
    boolean denied = errorNumber == EACCES || errorNumber == EPERM;
    return switch (this) {
      case DIRECTORY -> denied ? StatusCode.PERMISSION_DENIED : StatusCode.WORKING_DIRECTORY;
      case OUTPUT, ERRORS -> denied ? StatusCode.PERMISSION_DENIED : StatusCode.OUTPUT_FILE;
      case PROGRAM_NOT_FOUND -> StatusCode.COMMAND_NOT_FOUND;
      case PROGRAM_NOT_EXECUTABLE,
          USER_ROOT,
          USER_BELOW_MINIMUM,
          USER_NOT_ALLOWED,
          ACCOUNT,
          NOT_PERMITTED ->
          StatusCode.PERMISSION_DENIED;
      case BAD_REQUEST,
          USER_UNKNOWN,
          RECORD,
          INPUT,
          PROGRAM_FORMAT,
          LIMIT,
          PAM,
          SESSION,
          RESOURCES,
          NO_SUCH_SHIM,
          STILL_RUNNING,
          FILE,
          OTHER ->
          StatusCode.LAUNCH_FAILED;
    };
  }
}
