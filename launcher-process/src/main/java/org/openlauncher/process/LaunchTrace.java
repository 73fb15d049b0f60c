package org.openlauncher.process;

import java.util.Optional;

/** What is known of whether a job was launched. */
public sealed interface LaunchTrace {
  /** It is certain that the job's program did not run and won't: it may be launched. */
  record NeverLaunched() implements LaunchTrace {}

  /**
   * The job was launched, and may have ended since; {@link ProcessSupervisor#watch} tells.
   *
   * @param process the job's program; empty where it has not come that far, or could not be run
   */
  record Launched(Optional<ProcessIdentity> process) implements LaunchTrace {}

  /**
   * It can't be told at the moment.
   *
   * @param reason why
   */
  record Unknown(String reason) implements LaunchTrace {}
}
