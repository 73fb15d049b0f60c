package org.openlauncher.container.program;

import java.io.IOException;
import java.io.InputStream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * The program that containers begin with, statically linked for machines like this one; what it
 * does and what it is given stand in its source.
 */
public final class InitProgram {
  /** The folder inside the containers that is the program's own. */
  public static final String FOLDER = "/.openlauncher";

  /**
   * The variable that tells the program which others to keep, with {@code =} between them, which no
   * name holds.
   */
  public static final String ONLY_VARIABLES = "OPENLAUNCHER_ONLY_VARIABLES";

  /** Tells the program that its files are closed to the job before that is started. */
  public static final String CLOSED = "closed";

  /**
   * Tells the program to start the job at once. Over a network file system, files that are closed
   * to others can be closed to those that have them open, too.
   */
  public static final String SHARED = "shared";

  /** Tells the program to write the job's output to its own, in lines that tell what is whose. */
  public static final String FRAMED = "framed";

  private static final String RESOURCE = "/native/container-init";

  private InitProgram() {}

  /**
   * The program's content.
   *
   * @throws LauncherException {@code RequestNotSupported} where this was built without a compiler
   */
  public static InputStream open() throws IOException {
    InputStream content = InitProgram.class.getResourceAsStream(RESOURCE);
    if (content == null) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "this launcher was built without a C compiler: it lacks the program that containers begin"
              + " with");
    }
    return content;
  }
}
