package org.openlauncher.api.plugin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JsonText;

/**
 * What {@link Cluster#submit} would do with a request: shown as a dry run. The launcher masks the
 * values of the environment before anybody sees them.
 *
 * @param runAs login name and numeric id of the user that the job would run as
 * @param argv the exact program and arguments
 * @param environment the exact environment
 * @param workingDirectory where it would start
 * @param stdoutFile where standard output would go
 * @param stderrFile where standard error would go
 * @param document the script's or the back-end's object, where there is one
 * @param notes what else the owner should know, warnings first
 */
public record LaunchPlan(
    RunAs runAs,
    List<String> argv,
    List<EnvironmentVariable> environment,
    Optional<String> workingDirectory,
    Optional<String> stdoutFile,
    Optional<String> stderrFile,
    Optional<JsonText> document,
    List<String> notes) {

  /**
   * Takes copies of the lists.
   *
   * @param runAs login name and numeric id of the user that the job would run as
   * @param argv the exact program and arguments
   * @param environment the exact environment
   * @param workingDirectory where it would start
   * @param stdoutFile where standard output would go
   * @param stderrFile where standard error would go
   * @param document the script's or the back-end's object, where there is one
   * @param notes what else the owner should know, warnings first
   */
  public LaunchPlan {
    Objects.requireNonNull(runAs);
    argv = List.copyOf(argv);
    environment = List.copyOf(environment);
    notes = List.copyOf(notes);
  }

  /**
   * The user that a job runs as.
   *
   * @param name the login name
   * @param uid the numeric user id
   * @param gid the numeric group id
   */
  public record RunAs(String name, long uid, long gid) {}
}
