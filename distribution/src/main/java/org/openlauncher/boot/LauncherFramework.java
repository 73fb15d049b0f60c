package org.openlauncher.boot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The running framework. It either starts with every bundle of the distribution or not at all. */
final class LauncherFramework {
  private final Framework framework;

  private LauncherFramework(Framework framework) {
    this.framework = framework;
  }

  /** With no bundle in it yet. */
  static LauncherFramework with(Map<String, String> properties) throws StartupException {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(properties);
    try {
      framework.init();
      return new LauncherFramework(framework);
    } catch (BundleException problem) {
      throw new StartupException(ExitStatus.BROKEN_INSTALLATION, BundleProblems.sentence(problem));
    }
  }

  /** Throws when not all of these bundles start; nothing runs then. */
  void start(List<BundleJar> jars) throws StartupException {
    BundleProblems problems = new BundleProblems();
    try {
      BundleContext context = context();
      context.addFrameworkListener(problems);
      for (BundleJar jar : jars) {
        install(context, jar);
      }
      framework.start();
      context.removeFrameworkListener(problems);
    } catch (BundleException problem) {
      stop(Duration.ofSeconds(5));
      throw new StartupException(ExitStatus.BROKEN_INSTALLATION, BundleProblems.sentence(problem));
    }
    if (!problems.isEmpty()) {
      stop(Duration.ofSeconds(5));
      throw new StartupException(ExitStatus.BROKEN_INSTALLATION, problems.toString());
    }
  }

  private static void install(BundleContext context, BundleJar jar) throws BundleException {
    Bundle bundle = context.installBundle(jar.location());
    bundle.adapt(BundleStartLevel.class).setStartLevel(jar.startLevel());
    if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Returns when the framework has stopped, or false when the time is over. */
  boolean await(Duration limit) throws InterruptedException {
    return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
  }

  boolean stop(Duration limit) {
    try {
      framework.stop();
      return await(limit);
    } catch (BundleException problem) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
