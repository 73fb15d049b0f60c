package org.openlauncher.host.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.openlauncher.host.plugins.PluginArrivals.Arrival;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a plugin as a bundle of the framework. What the framework runs of the plugin's own
 * code runs on a thread of its own and with a deadline: a plugin can hang where it starts and where
 * it stops.
 */
final class PluginBundle {
  /** What a bundle of the plugins folder is known by, as its location in the framework. */
  static final String LOCATION = "plugin:";

  private static final Logger LOG = LoggerFactory.getLogger(PluginBundle.class);
  private static final Duration PATIENCE_WITH_START = Duration.ofSeconds(20);
  private static final Duration PATIENCE_WITH_STOP = Duration.ofSeconds(20);
  private static final Duration PATIENCE_FOR_SERVICE = Duration.ofSeconds(5);

  private final PluginJar jar;
  private final Bundle bundle;
  private final PluginArrivals arrivals;
  private final ThreadGroup threads;

  private PluginBundle(PluginJar jar, Bundle bundle, PluginArrivals arrivals) {
    this.jar = jar;
    this.bundle = bundle;
    this.arrivals = arrivals;
    this.threads = new ThreadGroup("plugin " + jar);
  }

  /**
   * Makes a jar known to the framework.
   *
   * @param number makes the bundle another one than all before
   */
  static PluginBundle install(
      BundleContext framework, PluginJar jar, long number, int startLevel, PluginArrivals arrivals)
      throws UnusableJarException {
    try (InputStream content = Files.newInputStream(jar.file())) {
      Bundle bundle =
          framework.installBundle(
              LOCATION + jar.name() + ":" + jar.version() + ":" + number, content);
      bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
      return new PluginBundle(jar, bundle, arrivals);
    } catch (IOException | BundleException failure) {
      throw new UnusableJarException("it can't be installed: " + sentence(failure));
    }
  }

  PluginJar jar() {
    return jar;
  }

  /** The framework's word for its state. */
  String state() {
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> "ACTIVE";
      case Bundle.STARTING -> "STARTING";
      case Bundle.STOPPING -> "STOPPING";
      case Bundle.RESOLVED -> "RESOLVED";
      case Bundle.INSTALLED -> "INSTALLED";
      default -> "UNINSTALLED";
    };
  }

  /** The types of clusters that it serves. */
  List<String> types() {
    return arrivals.of(bundle.getBundleId()).stream().map(Arrival::type).sorted().toList();
  }

  /** Starts it, or says why it does not start. */
  Optional<String> start() throws InterruptedException {
    FutureTask<Void> task =
        begin(
            "start",
            () -> {
              bundle.start();
              return null;
            });
    try {
      task.get(PATIENCE_WITH_START.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException failure) {
      LOG.warn("Plugin {} does not start", jar, failure.getCause());
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      boolean unresolved =
          cause instanceof BundleException known
              && known.getType() == BundleException.RESOLVE_ERROR;
      return Optional.of(
          (unresolved ? "it does not resolve: " : "it does not start: ") + sentence(cause));
    } catch (TimeoutException late) {
      task.cancel(true);
      return Optional.of("it does not start within " + PATIENCE_WITH_START.toSeconds() + " s");
    }
  }

  /**
   * Waits until it offers plugins.
   *
   * @param needed the types that there must be; any, where that is empty
   * @return those that have not come
   */
  Set<String> awaitTypes(Set<String> needed) throws InterruptedException {
    return arrivals.await(bundle.getBundleId(), needed, PATIENCE_FOR_SERVICE);
  }

  /**
   * Waits until its plugins have tried to open their clusters.
   *
   * @return what hinders them
   */
  List<String> awaitClusters(Duration patience) throws InterruptedException {
    List<String> troubles = new ArrayList<>();
    for (Arrival arrival : arrivals.of(bundle.getBundleId())) {
      try {
        troubles.addAll(arrival.outcome().get(patience.toMillis(), TimeUnit.MILLISECONDS));
      } catch (ExecutionException failure) {
        LOG.error("Plugin {}: its clusters are in disorder", jar, failure);
        troubles.add("its clusters could not be opened; the log tells more");
      } catch (TimeoutException late) {
        troubles.add("its clusters are not open after " + patience.toSeconds() + " s");
      }
    }
    return troubles;
  }

  /** Takes it out of the framework; whether it let itself be taken out in time. */
  boolean remove() throws InterruptedException {
    FutureTask<Void> task =
        begin(
            "stop",
            () -> {
              bundle.uninstall();
              return null;
            });
    boolean removed = false;
    try {
      task.get(PATIENCE_WITH_STOP.toMillis(), TimeUnit.MILLISECONDS);
      removed = true;
    } catch (ExecutionException failure) {
      LOG.error("Plugin {} can't be taken out", jar, failure.getCause());
    } catch (TimeoutException late) {
      LOG.error(
          "Plugin {} does not stop within {} s; it is left alone",
          jar,
          PATIENCE_WITH_STOP.toSeconds());
      task.cancel(true);
    }
    arrivals.forget(bundle.getBundleId());
    return removed;
  }

  /** Lets the framework forget the classes of what was taken out. */
  void refresh(BundleContext framework) {
    framework.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    UsedServices.forget(framework.getBundle(0), bundle);
    forgetThreads();
  }

  private FutureTask<Void> begin(String what, Callable<Void> work) {
    FutureTask<Void> task = new FutureTask<>(work);
    new Thread(threads, task, "plugin-" + what).start();
    return task;
  }

  /** Java 17 keeps an empty group for ever, unless it is told that nobody will use it again. */
  @SuppressWarnings("removal")
  private void forgetThreads() {
    try {
      threads.destroy();
    } catch (IllegalThreadStateException inUse) {
      LOG.debug("Plugin {} has left threads behind", jar);
    }
  }

  /** The bundle's own exception says more than the framework's about it; the resolver has none. */
  private static String sentence(Throwable failure) {
    Throwable root = failure;
    Predicate<Throwable> resolvers =
        cause ->
            cause instanceof BundleException known
                && known.getType() == BundleException.RESOLVE_ERROR;
    while (root.getCause() != null && !resolvers.test(root)) {
      root = root.getCause();
    }
    return root instanceof BundleException ? String.valueOf(root.getMessage()) : root.toString();
  }
}
