package org.openlauncher.process.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * The machine's programs that take part in a start.
 *
 * @param setsid of util-linux: begins a session
 * @param env of coreutils 8.31 or later: restores signals, and names variables as no shell can;
 *     empty where the machine has none that can
 */
record Programs(String setsid, Optional<String> env) {
  private static final List<Path> FOLDERS =
      Stream.of("/usr/bin", "/bin", "/usr/local/bin").map(Path::of).toList();
  private static final String DEFAULT_SIGNALS = "--default-signal";
  private static final long PROBE_SECONDS = 10;

  /** Looks for them. */
  static Programs find() {
    String setsid =
        search("setsid")
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.UNKNOWN,
                        "the program setsid of util-linux is in none of " + FOLDERS));
    return new Programs(setsid, search("env").filter(Programs::restoresSignals));
  }

  private static Optional<String> search(String name) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString);
  }

  private static boolean restoresSignals(String env) {
    try {
      Process probe =
          new ProcessBuilder(env, DEFAULT_SIGNALS, "-Stest", "-e", "/")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      probe.getOutputStream().close();
      return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException unusable) {
      return false;
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * What goes before a command that shall become independent of this process. The JVM blocks
   * SIGQUIT in its threads, and under nohup it ignores SIGHUP; programs inherit both, and a shell
   * can't undo it.
   */
  List<String> detach() {
    List<String> words = new ArrayList<>();
    env.ifPresent(program -> words.addAll(List.of(program, DEFAULT_SIGNALS)));
    words.addAll(List.of(setsid, "--fork"));
    return words;
  }
}
