package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.testing.TestBundle;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** The distribution's own bundles in a real framework, as this build has packed them. */
class FrameworkIT {
  private static final String PLUGIN = "org.openlauncher.api.plugin.Plugin";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Path plugins;
  private LauncherFramework launcher;
  private BundleContext context;

  @BeforeEach
  void startFramework() throws Exception {
    UnpackedLauncher built = UnpackedLauncher.built();
    plugins = Files.createDirectory(folder.resolve("plugins"));
    System.setProperty(
        "logback.configurationFile", built.home().resolve("conf/logback-stderr.xml").toString());
    TestConfiguration configuration = TestConfiguration.in(folder);
    System.setProperty("openlauncher.home", built.home().toString());
    System.setProperty("openlauncher.config.dir", configuration.folder().toString());
    System.setProperty("openlauncher.plugins.dir", plugins.toString());
    System.setProperty("openlauncher.ready.file", folder.resolve("ready").toString());
    System.setProperty("openlauncher.plugins.copies", folder.resolve("plugin-copies").toString());
    FrameworkSettings settings = new FrameworkSettings(folder.resolve("cache"));
    launcher = LauncherFramework.with(settings.properties());
    launcher.start(BundleJar.in(built.home().resolve("bundles")));
    context = launcher.context();
  }

  @AfterEach
  void stopFramework() {
    assertThat(launcher.stop(PATIENCE)).as("framework stopped in time").isTrue();
  }

  @Test
  void everyBundleIsActive() {
    assertThat(context.getBundles())
        .hasSizeGreaterThan(20)
        .filteredOn(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
        .allSatisfy(
            bundle -> assertThat(bundle.getState()).as(bundle.toString()).isEqualTo(Bundle.ACTIVE));
  }

  /** They are on the class path of the boot and of this test, and bundles besides. */
  @Test
  void classesOfTheBootsSideStayThere() throws ClassNotFoundException {
    assertThat(SecureCookieKey.class.getClassLoader()).isSameAs(Boot.class.getClassLoader());
    assertThat(
            bundle("org.openlauncher.launcher-host")
                .loadClass(SecureCookieKey.class.getName())
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString())
        .contains("bundles/3-host/launcher-auth-");
    assertThat(context.getBundles())
        .filteredOn(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
        .filteredOn(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
        .allSatisfy(
            bundle ->
                assertThatThrownBy(() -> bundle.loadClass(Boot.class.getName()))
                    .as(bundle.toString())
                    .isInstanceOf(ClassNotFoundException.class));
    assertThatThrownBy(() -> bundle("slf4j.api").loadClass(SecureCookieKey.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(
            context
                .getBundle(Constants.SYSTEM_BUNDLE_ID)
                .adapt(BundleRevision.class)
                .getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE))
        .isNotEmpty()
        .extracting(
            exported ->
                String.valueOf(exported.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
        .noneMatch(name -> name.startsWith("org.openlauncher"));
  }

  private Bundle bundle(String symbolicName) {
    return Stream.of(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .findAny()
        .orElseThrow();
  }

  @Test
  void noPackageIsExportedTwice() {
    Map<Object, Set<String>> exporters = new HashMap<>();
    for (Bundle bundle : context.getBundles()) {
      for (BundleCapability export :
          bundle
              .adapt(BundleRevision.class)
              .getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
        exporters
            .computeIfAbsent(
                export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE),
                name -> new TreeSet<>())
            .add(bundle.getSymbolicName());
      }
    }
    exporters.values().removeIf(bundles -> bundles.size() == 1);
    assertThat(exporters).isEmpty();
  }

  @Test
  void pluginsComeAreUpgradedAndGo() throws IOException {
    Path jar = plugins.resolve("stand-in.jar");
    TestBundle.PLUGIN.packTo(jar, "1.0.0");
    await().atMost(PATIENCE).until(() -> offered("StandIn").equals(Optional.of("1.0.0")));

    TestBundle.PLUGIN.packTo(jar, "1.1.0");
    await().atMost(PATIENCE).until(() -> offered("StandIn").equals(Optional.of("1.1.0")));

    Files.delete(jar);
    await().atMost(PATIENCE).until(() -> offered("StandIn").isEmpty());
    assertThat(context.getBundles())
        .extracting(Bundle::getSymbolicName)
        .doesNotContain(TestBundle.PLUGIN.symbolicName());
  }

  @Test
  void anIncompleteJarIsLeftAlone() throws IOException {
    Files.writeString(plugins.resolve("half.jar.tmp"), "not yet");
    TestBundle.PLUGIN.packTo(plugins.resolve("whole.jar"), "1.0.0");
    await().atMost(PATIENCE).until(() -> offered("StandIn").isPresent());
    assertThat(context.getBundles()).noneMatch(bundle -> bundle.getLocation().contains("half"));
  }

  private Optional<String> offered(String type) {
    try {
      ServiceReference<?>[] references =
          context.getAllServiceReferences(PLUGIN, "(openlauncher.plugin.type=" + type + ")");
      return Stream.ofNullable(references)
          .flatMap(Arrays::stream)
          .map(reference -> reference.getBundle().getVersion().toString())
          .findAny();
    } catch (InvalidSyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
