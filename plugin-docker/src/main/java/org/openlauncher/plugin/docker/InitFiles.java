package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.container.program.InitProgram;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The first process of containers, and where it finds its files. */
final class InitFiles {
  /** The program inside the containers. */
  static final String PROGRAM = InitProgram.FOLDER + "/init";

  private final Path program;

  private InitFiles(Path program) {
    this.program = program;
  }

  /**
   * Takes the program out of the bundle, for the engine to mount it. Containers that run keep the
   * one that they were started with.
   *
   * @param scratch the cluster's folder
   */
  static InitFiles unpack(Path scratch) {
    try (InputStream content = InitProgram.open()) {
      Path next = Files.createTempFile(scratch, "container-init", ".new");
      Files.copy(content, next, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path program = scratch.resolve("container-init");
      Files.move(next, program, StandardCopyOption.ATOMIC_MOVE);
      return new InitFiles(program);
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "the program that containers begin with can't be put into "
              + scratch
              + ": "
              + failure.getMessage(),
          failure);
    }
  }

  /** Adds to the mounts of a container what its first process needs. */
  void mount(JobFolder job, boolean input, ArrayNode mounts) {
    mount(program, "init", true, mounts);
    mount(job.output(), "output", false, mounts);
    mount(job.index(), "index", false, mounts);
    mount(job.record(), "record", false, mounts);
    if (input) {
      mount(job.input(), "input", true, mounts);
    }
  }

  private static void mount(Path source, String name, boolean readOnly, ArrayNode mounts) {
    ObjectNode mount = mounts.addObject();
    mount.put("Type", "bind");
    mount.put("Source", source.toString());
    mount.put("Target", InitProgram.FOLDER + "/" + name);
    mount.put("ReadOnly", readOnly);
  }
}
