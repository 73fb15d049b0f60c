package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes by the launcher's socket is not the launcher. */
class PrivilegedIntruderTest {
  private static final Path PROGRAM = Path.of("target", "native", "socket-intruder");

  @TempDir private Path folder;
  private Root root;

  @BeforeEach
  void start() {
    assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " was not built: there is no C compiler");
    root = new Root(folder);
  }

  @Test
  void requestOfAnotherUserEndsTheSpawner() throws IOException {
    try (TestedSpawner spawner = root.spawner()) {
      StartedJob job = spawner.launch("sleep", "1000").start();

      Root.Result result =
          Root.run(PROGRAM.toString(), "foreign", Long.toString(spawner.process().pid()));

      assertThat(result.code()).as(result.text()).isZero();
      assertThat(spawner.client().awaitEnd()).isTrue();
      assertThat(StartedJob.runs(job.processId())).isTrue();
    }
  }

  @Test
  void descriptorThatComesAlongEndsTheSpawner() throws IOException {
    Path program = Files.copy(PROGRAM, folder.resolve("program"));

    Root.Result result =
        Root.run(root.command(program.toString(), "descriptor").toArray(String[]::new));

    assertThat(result.text()).contains("ended", "descriptors came with a message");
    assertThat(result.code()).isZero();
  }
}
