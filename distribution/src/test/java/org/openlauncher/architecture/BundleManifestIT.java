package org.openlauncher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openlauncher.testing.UnpackedLauncher;

/** What the packed bundles say of themselves. */
class BundleManifestIT {

  @TestFactory
  Stream<DynamicTest> pluginsExportNothingSoThatTheirUpgradeDisturbsNobody() throws IOException {
    List<Path> plugins = jars("plugins");
    assertThat(plugins).isNotEmpty();
    return plugins.stream()
        .map(
            jar ->
                DynamicTest.dynamicTest(
                    jar.getFileName().toString(),
                    () -> {
                      assertThat(headers(jar).getValue("Export-Package")).isNull();
                      assertThat(headers(jar).getValue("Bundle-SymbolicName"))
                          .startsWith("org.openlauncher.plugin-");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> noBundleHasAnActivatorOfOurs() throws IOException {
    return Stream.concat(jars("plugins").stream(), jars("bundles/3-host").stream())
        .map(
            jar ->
                DynamicTest.dynamicTest(
                    jar.getFileName().toString(),
                    () -> assertThat(headers(jar).getValue("Bundle-Activator")).isNull()));
  }

  /** The boot reads configuration and key with the same code as the bundles, on a class path. */
  @Test
  void theBootHasOnlyLibrariesThatNeedNoFramework() throws IOException {
    assertThat(jars("lib"))
        .extracting(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*", ""))
        .containsExactly(
            "distribution",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "launcher-api",
            "launcher-auth",
            "launcher-config",
            "org.apache.felix.framework",
            "picocli");
    for (Path jar : jars("lib")) {
      Path bundle = jar.resolveSibling("../bundles/3-host").resolve(jar.getFileName());
      if (jar.getFileName().toString().startsWith("launcher-")) {
        assertThat(bundle).hasSameBinaryContentAs(jar);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> noBundleWantsAnythingOfTheBoot() throws IOException {
    return Stream.of("plugins", "bundles/1-core", "bundles/2-lib", "bundles/3-host")
        .flatMap(BundleManifestIT::jarsOf)
        .map(
            jar ->
                DynamicTest.dynamicTest(
                    jar.getFileName().toString(),
                    () ->
                        assertThat(
                                Optional.ofNullable(headers(jar).getValue("Import-Package"))
                                    .orElse(""))
                            .doesNotContain("org.openlauncher.boot", "org.openlauncher.daemon")
                            .doesNotContain("org.openlauncher.command")));
  }

  private static Stream<Path> jarsOf(String folder) {
    try {
      return jars(folder).stream();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static List<Path> jars(String folder) throws IOException {
    try (Stream<Path> files = Files.list(UnpackedLauncher.built().home().resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static Attributes headers(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }
}
