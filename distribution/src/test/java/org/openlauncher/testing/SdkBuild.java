package org.openlauncher.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Maven build as somebody makes it who has the launcher's SDK and none of its sources: with a
 * local repository that knows nothing of org.openlauncher.
 */
public final class SdkBuild {
  private static final long PATIENCE_MINUTES = 10;

  private final Path project;
  private final Path repository;
  private final Path log;
  private final Process maven;

  private SdkBuild(Path project, Path repository, Path log, Process maven) {
    this.project = project;
    this.repository = repository;
    this.log = log;
    this.maven = maven;
  }

  /**
   * Begins a build.
   *
   * @param project the folder of the pom
   * @param folder for the local repository; must be there
   */
  public static SdkBuild begin(Path project, Path folder) throws IOException {
    Path repository = withoutOurs(folder);
    Path log = Files.createTempFile(Path.of("target"), project.getFileName() + "-build", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--offline",
                // A repository in a folder of this machine is there without a network.
                "-Daether.offline.protocols=file",
                "-Dmaven.repo.local=" + repository,
                "-Dopenlauncher.sdk=" + UnpackedLauncher.built().home().resolve("sdk"),
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Process maven = builder.start();
    maven.getOutputStream().close();
    return new SdkBuild(project, repository, log, maven);
  }

  /** What the reactor's build has fetched for itself, but for what it has made. */
  private static Path withoutOurs(Path folder) throws IOException {
    Path all = Path.of(System.getProperty("maven.local.repository"));
    Path repository = Files.createTempDirectory(folder, "repository");
    Path organisations = Files.createDirectory(repository.resolve("org"));
    link(all, repository, "org");
    link(all.resolve("org"), organisations, "openlauncher");
    return repository;
  }

  private static void link(Path from, Path to, String leftOut) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(leftOut)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  /** Waits for the end of the build, which must have been a success. */
  public SdkBuild succeed() throws IOException, InterruptedException {
    if (!maven.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new AssertionError("no end within " + PATIENCE_MINUTES + " minutes: " + log);
    }
    if (maven.exitValue() != 0) {
      throw new AssertionError("the build of " + project + " failed:\n" + Files.readString(log));
    }
    return this;
  }

  /** Ends a build that nobody waits for any more, and takes its local repository away. */
  public void end() throws IOException {
    maven.descendants().forEach(ProcessHandle::destroyForcibly);
    maven.destroyForcibly().onExit().join();
    for (Path links : List.of(repository.resolve("org"), repository)) {
      try (Stream<Path> entries = Files.list(links)) {
        for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(entry);
        }
      }
    }
  }

  /** The bundle that was made. */
  public Path bundle() throws IOException {
    List<Path> jars = filesIn("target", ".jar");
    if (jars.size() != 1) {
      throw new AssertionError("expected one jar, found " + jars);
    }
    return jars.get(0);
  }

  /** The names of the test cases that have run, not been skipped, with their classes. */
  public List<String> testsThatRan() throws IOException {
    List<String> ran = new ArrayList<>();
    for (Path report : filesIn("target/surefire-reports", ".xml")) {
      for (String testCase : Files.readString(report).split("<testcase ", -1)) {
        if (testCase.startsWith("name=\"") && !testCase.contains("<skipped")) {
          ran.add(testCase.substring(0, testCase.indexOf('>')));
        }
      }
    }
    return ran;
  }

  private List<Path> filesIn(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(project.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
