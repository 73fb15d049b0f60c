package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.job.JobCommand;

/**
 * What a job's program is run by: itself, or within an image by Apptainer or Singularity, which run
 * as the job's owner and need no service on the nodes.
 */
final class ContainerCommand {
  /** The word of the one kind of mounts that there is. */
  static final String HOST_MOUNT = "host";

  private static final int LONGEST = 512;
  private static final Pattern REFERENCE =
      Pattern.compile("(docker|oras|library|shub)://[A-Za-z0-9][A-Za-z0-9._/:@+-]*");
  private static final Pattern FILE = Pattern.compile("/[^\\p{Cntrl}]*");

  /**
   * Constant: takes the image's own variables away, whose names nobody knows before. Its first
   * argument is the names that stay, the others are the program and its arguments.
   */
  private static final String WITHOUT_THE_IMAGES_VARIABLES =
      """
      kept=" $1 "
      shift
      for name in $(export -p | while IFS= read -r line; do
          line=${line#export }
          name=${line%%=*}
          case $name in
            '' | [0-9]* | *[!A-Za-z0-9_]*) ;;
            *) printf '%s ' "$name" ;;
          esac
        done)
      do
        case $name in
          HOME | USER | LOGNAME | SHELL | PATH | PWD | TMPDIR | TERM | SLURM_* | OPENLAUNCHER_*) ;;
          *) case $kept in
            *" $name "*) ;;
            *) unset "$name" ;;
          esac ;;
        esac
      done
      exec "$@"
      """;

  private final Optional<Path> program;

  /**
   * @param program apptainer or singularity, on the nodes; empty where jobs run in no containers
   */
  ContainerCommand(Optional<Path> program) {
    this.program = program;
  }

  /** Whether jobs may run in containers. */
  boolean available() {
    return program.isPresent();
  }

  /** Refuses what can be seen to be impossible. */
  void validate(JobSpecification job, UserAccount owner) {
    Optional<Container> container = job.container();
    if (container.isEmpty()) {
      if (!job.mounts().isEmpty()) {
        throw invalid("$.job.mounts", "none without a container", job.mounts().size() + " of them");
      }
      return;
    }
    if (!available()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.container: jobs of this cluster run in no container (container-program is not"
              + " set)");
    }
    String image = container.get().image();
    if (image.length() > LONGEST
        || !(REFERENCE.matcher(image).matches() || FILE.matcher(image).matches())) {
      throw invalid(
          "$.job.container.image",
          "the absolute path of an image, or docker://, oras://, library:// or shub:// and a name",
          image.replaceAll("\\p{Cntrl}", "?"));
    }
    id("runAsUserId", container.get().runAsUserId(), owner.uid());
    id("runAsGroupId", container.get().runAsGroupId(), owner.gid());
    if (!container.get().supplementalGroupIds().isEmpty()) {
      throw invalid(
          "$.job.container.supplementalGroupIds",
          "none, since the owner's own groups are kept",
          container.get().supplementalGroupIds().toString());
    }
    for (int index = 0; index < job.mounts().size(); index++) {
      Mount mount = job.mounts().get(index);
      if (!(mount.source() instanceof MountSource.Host)) {
        throw invalid(
            "$.job.mounts[" + index + "]",
            "a source of type \"host\", a folder of the node",
            mount.source().type());
      }
    }
  }

  private static void id(String member, Optional<Long> given, long owners) {
    if (given.isPresent() && given.get() != owners) {
      throw invalid(
          "$.job.container." + member, owners + ", the owner's", Long.toString(given.get()));
    }
  }

  private static LauncherException invalid(String member, String expected, String found) {
    return SlurmLimits.invalid(member, expected, found);
  }

  /**
   * The program that the job script starts, and its arguments.
   *
   * @param folder where the job starts
   */
  List<String> of(JobSpecification job, String folder) {
    List<String> inside = JobCommand.of(job);
    if (job.container().isEmpty() || program.isEmpty()) {
      return inside;
    }
    List<String> command =
        new ArrayList<>(List.of(program.get().toString(), "exec", "--pwd", folder));
    if (job.resourceLimits().stream()
        .anyMatch(limit -> limit.type().startsWith(ResourceLimit.GPUS))) {
      command.add("--nv");
    }
    for (Mount mount : job.mounts()) {
      command.add("--mount");
      command.add(bind(mount));
    }
    command.add(job.container().get().image());
    if (job.environment().contains(new EnvironmentVariable(Container.FORWARD_ENVIRONMENT, "0"))) {
      command.addAll(List.of("/bin/sh", "-c", WITHOUT_THE_IMAGES_VARIABLES, "sh"));
      command.add(
          job.environment().stream()
              .map(EnvironmentVariable::name)
              .collect(Collectors.joining(" ")));
    }
    command.addAll(inside);
    return List.copyOf(command);
  }

  /** In the form of comma-separated values, where quotes keep what is special. */
  private static String bind(Mount mount) {
    String source = ((MountSource.Host) mount.source()).path();
    return "type=bind,"
        + quoted("source=" + source)
        + ","
        + quoted("destination=" + mount.mountPath())
        + (mount.readOnly() ? ",ro" : "");
  }

  private static String quoted(String field) {
    return '"' + field.replace("\"", "\"\"") + '"';
  }
}
