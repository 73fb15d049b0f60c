package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openlauncher.boot.HostedPlugins.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.testing.SdkBuild;
import org.openlauncher.testing.UnpackedLauncher;

/** Plugins that are built from the SDK alone, as a stranger would, and dropped into a launcher. */
class SdkPluginIT {
  private static final int COMPILER = 17;

  @TempDir private static Path folder;
  private static SdkBuild template;
  private static SdkBuild sample;
  private static HostedPlugins launcher;

  @BeforeAll
  static void build() throws Exception {
    assumeTrue(
        Runtime.version().feature() == COMPILER,
        "plugins are built once, in the pass with JDK " + COMPILER);
    Path sdk = UnpackedLauncher.built().home().resolve("sdk");
    Path project = folder.resolve("condor");
    run(sdk.resolve("new-plugin").toString(), "org.acme.condor", "Condor", project.toString());
    template = SdkBuild.begin(project, folder);
    sample = SdkBuild.begin(copied(sdk.resolve("samples/task-spooler")), folder);
    launcher = new HostedPlugins(folder, "", "Condor", "TaskSpooler");
  }

  /** The SDK may belong to somebody else: an author works on a copy. */
  private static Path copied(Path source) throws IOException {
    Path copy = folder.resolve(source.getFileName());
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(source.relativize(file).toString());
        Files.createDirectories(Files.isDirectory(file) ? target : target.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, target);
        }
      }
    }
    return copy;
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    for (SdkBuild build : new SdkBuild[] {template, sample}) {
      if (build != null) {
        build.end();
      }
    }
    if (launcher != null) {
      launcher.close();
    }
  }

  @Test
  void theTemplateKeepsTheContractAndServes() throws Exception {
    assertKeepsTheContract(template.succeed());
    install(template, "condor");
    launcher.awaitGreen("Condor");

    assertRuns("Condor", "echo from the template; exit 7", 7, "from the template\n");
  }

  @Test
  void theSampleKeepsTheContractAndServes() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/tsp")),
        "Debian's package task-spooler is not installed");
    assertKeepsTheContract(sample.succeed());
    install(sample, "task-spooler");
    launcher.awaitGreen("TaskSpooler");
    try {
      assertRuns("TaskSpooler", "echo from the queue; exit 8", 8, "from the queue\n");
    } finally {
      endQueue();
    }
  }

  /** The queue is the owner's, and outlives the launcher as the owner's jobs do. */
  private static void endQueue() throws Exception {
    ProcessBuilder end = new ProcessBuilder("/usr/bin/tsp", "-K");
    end.environment()
        .put("TS_SOCKET", System.getProperty("user.home") + "/.task-spooler-TaskSpooler");
    assertThat(end.start().waitFor()).isZero();
  }

  /** That a part was left out is no reason to be content. */
  private static void assertKeepsTheContract(SdkBuild build) throws Exception {
    assertThat(build.testsThatRan()).hasSizeGreaterThan(100);
    for (String contract :
        List.of("Submit", "ExitCode", "Output", "Attach", "Find", "Control", "Close")) {
      assertThat(build.testsThatRan())
          .as(contract)
          .anyMatch(test -> test.contains("WholeContract$" + contract));
    }
  }

  private static void install(SdkBuild build, String name) throws Exception {
    Path incomplete = launcher.jar(name).resolveSibling(name + ".tmp");
    Files.copy(build.bundle(), incomplete);
    Files.move(incomplete, launcher.jar(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void assertRuns(String cluster, String command, int exitCode, String output) {
    String id = launcher.submitted(cluster, command);
    soon().until(() -> launcher.job(id).path("status").asString().equals("Finished"));
    assertThat(launcher.job(id).path("exitCode").asInt()).isEqualTo(exitCode);
    soon().untilAsserted(() -> assertThat(launcher.output(id)).contains(output));
  }
}
