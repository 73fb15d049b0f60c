package org.openlauncher.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.testing.TestBundle;
import org.openlauncher.testing.UnpackedLauncher;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Pax Exam offers the JUnit 4 interface only; a test as such runs inside the container. */
@RunWith(PaxExam.class)
public final class ServicesInContainerIT {
  @Inject private BundleContext context;

  @Inject
  @Filter("(openlauncher.plugin.type=StandIn)")
  private Plugin plugin;

  @Configuration
  public Option[] launcherWithoutHost() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "pax-exam");
    Path standIn = folder.resolve("stand-in.jar");
    TestBundle.PLUGIN.packTo(standIn, "1.0.0");
    return options(
        frameworkProperty("felix.log.level").value("1"),
        frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
        bundlesIn("bundles/1-core"),
        bundlesIn("bundles/2-lib"),
        bundle(UnpackedLauncher.built().jarOf("launcher-api").toUri().toString()),
        bundle(standIn.toUri().toString()),
        junitBundles());
  }

  @Test
  public void aPluginIsInjectedByItsType() {
    assertNotNull(plugin);
    assertEquals("[]", plugin.options().toString());
  }

  @Test
  public void theApiBundleIsTheOneThatWasPacked() {
    assertTrue(
        Stream.of(context.getBundles())
            .anyMatch(
                bundle ->
                    bundle.getSymbolicName().equals("org.openlauncher.launcher-api")
                        && bundle.getState() == Bundle.ACTIVE));
  }

  private static Option bundlesIn(String folder) throws IOException {
    try (Stream<Path> jars = Files.list(UnpackedLauncher.built().home().resolve(folder))) {
      return composite(
          jars.sorted().map(jar -> bundle(jar.toUri().toString())).toArray(Option[]::new));
    }
  }
}
