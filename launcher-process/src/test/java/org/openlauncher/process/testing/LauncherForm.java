package org.openlauncher.process.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.shell.ShellProcessLauncher;
import org.openlauncher.process.spawner.SpawnerProcessLauncher;

/** The ways of starting processes. */
public enum LauncherForm {
  /** A shell, as the launcher's own user. */
  SHELL {
    @Override
    protected ProcessLauncher make() {
      return new ShellProcessLauncher();
    }
  },
  /** The native program, as the launcher's own user. */
  SPAWNER {
    @Override
    protected ProcessLauncher make() throws IOException {
      return SpawnerProcessLauncher.starting(PROGRAM);
    }
  },
  /** The native program, which root has started. */
  INHERITED {
    @Override
    protected ProcessLauncher make() throws IOException {
      return SpawnerProcessLauncher.inherited();
    }
  };

  /** What the launcher's script would set; here {@link PrivilegedRun} runs with it. */
  static final String PROPERTY = "openlauncher.spawner";

  static final Path PROGRAM =
      Path.of("../launcher-process/target/native/openlauncher-spawner")
          .toAbsolutePath()
          .normalize();

  /** One spawner serves all tests; it ends with this process. */
  private static final Map<LauncherForm, ProcessLauncher> LAUNCHERS = new ConcurrentHashMap<>();

  /** Those that this process was started for. */
  public static List<LauncherForm> ofThisProcess() {
    return "inherited".equals(System.getProperty(PROPERTY))
        ? List.of(INHERITED)
        : List.of(SHELL, SPAWNER);
  }

  /** The launcher; skips the test where this machine can't. */
  public ProcessLauncher launcher() {
    assumeTrue(
        this != SPAWNER || Files.isExecutable(PROGRAM),
        () -> PROGRAM + " was not built on this machine");
    return LAUNCHERS.computeIfAbsent(
        this,
        form -> {
          try {
            return form.make();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  /** Makes one. */
  protected abstract ProcessLauncher make() throws IOException;
}
