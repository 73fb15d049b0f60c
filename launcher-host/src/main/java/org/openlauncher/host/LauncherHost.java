package org.openlauncher.host;

import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.clusters.Clusters.PluginOverview;
import org.openlauncher.host.plugins.ExitRefusal;
import org.openlauncher.process.InheritedSecrets;
import org.openlauncher.process.ProcessLauncher;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the service framework meets the launcher: start, plugins that come and go, stop. */
@Component(
    immediate = true,
    service = {})
public final class LauncherHost {
  private static final Logger LOG = LoggerFactory.getLogger(LauncherHost.class);

  private final Optional<PluginReceiver> receiver;
  private final Optional<ServiceRegistration<Runnable>> reload;

  /** Starts the launcher, or the check of its configuration. */
  @Activate
  public LauncherHost(
      BundleContext bundle,
      @Reference UserDirectory users,
      @Reference ProcessLauncher processes,
      @Reference InheritedSecrets secrets) {
    bundle.registerService(WeavingHook.class, new ExitRefusal(), null);
    BootProperties boot = BootProperties.read();
    Optional<PluginReceiver> started = Optional.empty();
    try {
      started = Optional.of(start(bundle, boot, users, processes, secrets));
    } catch (StartFailure failure) {
      LOG.error("The launcher can't start: {}", failure.getMessage());
      end(bundle, failure.status(), failure.getMessage());
    }
    if (!boot.checkConfiguration() && !boot.background()) {
      // Who watches over a launcher in the foreground starts it again.
      processes
          .lost()
          .thenAccept(
              reason -> {
                LOG.error("The launcher ends, to be started again: {}", reason);
                end(bundle, StartFailure.UNAVAILABLE, reason);
              });
    }
    receiver = started;
    reload = started.flatMap(PluginReceiver::reload).map(action -> register(bundle, action));
  }

  private static PluginReceiver start(
      BundleContext bundle,
      BootProperties boot,
      UserDirectory users,
      ProcessLauncher processes,
      InheritedSecrets secrets)
      throws StartFailure {
    if (boot.checkConfiguration()) {
      return ConfigurationCheck.start(bundle, boot, users, () -> stopFramework(bundle));
    }
    if (boot.asPlugin().isPresent()) {
      return LauncherAsPlugin.start(
          bundle,
          boot,
          boot.asPlugin().get(),
          users,
          processes.privileges(),
          (status, message) -> end(bundle, status, message));
    }
    return RunningLauncher.start(
        bundle,
        boot,
        users,
        processes.privileges(),
        new KeySource(boot, secrets),
        secrets,
        bundle.getBundle().getVersion().toString());
  }

  /** The boot program gets the signal, but knows none of the types of the bundles. */
  private static ServiceRegistration<Runnable> register(BundleContext bundle, Runnable reload) {
    return bundle.registerService(
        Runnable.class, reload, FrameworkUtil.asDictionary(Map.of("openlauncher.signal", "HUP")));
  }

  private static void end(BundleContext bundle, int status, String message) {
    BootProperties.exit(status, message);
    stopFramework(bundle);
  }

  /**
   * The framework waits for this bundle's start to end before it stops, so another thread stops it.
   */
  private static void stopFramework(BundleContext bundle) {
    Thread stopper =
        new Thread(
            () -> {
              try {
                bundle.getBundle(0).stop();
              } catch (BundleException failure) {
                LOG.error("The framework could not be stopped", failure);
              }
            },
            "stop");
    stopper.start();
  }

  /** A plugin has come. */
  @Reference(
      service = Plugin.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindPlugin(Plugin plugin, ServiceReference<Plugin> reference, Map<String, ?> properties) {
    Bundle bundle = reference.getBundle();
    Object type = properties.get(Plugin.TYPE);
    if (!(type instanceof String typeName) || typeName.isBlank()) {
      LOG.error(
          "Bundle {} registers a plugin without the service property {}; it is passed over",
          bundle,
          Plugin.TYPE);
      return;
    }
    PluginOverview overview =
        new PluginOverview(
            bundle.getSymbolicName(), bundle.getVersion().toString(), typeName, "ACTIVE");
    receiver.ifPresent(launcher -> launcher.arrived(plugin, overview, bundle.getBundleId()));
  }

  /** A plugin goes. */
  void unbindPlugin(Plugin plugin) {
    receiver.ifPresent(launcher -> launcher.left(plugin));
  }

  /** Stops the launcher; jobs go on. */
  @Deactivate
  void stop() {
    reload.ifPresent(ServiceRegistration::unregister);
    receiver.ifPresent(PluginReceiver::close);
  }
}
