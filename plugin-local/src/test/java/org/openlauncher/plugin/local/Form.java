package org.openlauncher.plugin.local;

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
enum Form {
  SHELL {
    @Override
    ProcessLauncher make() {
      return new ShellProcessLauncher();
    }
  },
  SPAWNER {
    @Override
    ProcessLauncher make() throws IOException {
      return SpawnerProcessLauncher.starting(PROGRAM);
    }
  },
  INHERITED {
    @Override
    ProcessLauncher make() throws IOException {
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
  private static final Map<Form, ProcessLauncher> LAUNCHERS = new ConcurrentHashMap<>();

  /** Those that this process was started for. */
  static List<Form> ofThisProcess() {
    return "inherited".equals(System.getProperty(PROPERTY))
        ? List.of(INHERITED)
        : List.of(SHELL, SPAWNER);
  }

  /** The launcher; skips the test where this machine can't. */
  ProcessLauncher launcher() {
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

  abstract ProcessLauncher make() throws IOException;
}
