package org.openlauncher.host.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.plugins.InstalledPlugin;
import org.openlauncher.host.plugins.Plugins;

/** One plugin, of which only the front door's own part is tried here. */
final class FakePlugins implements Plugins {
  static final String NAME = "org.openlauncher.plugin-local";

  @Override
  public List<InstalledPlugin> plugins() {
    return List.of(plugin("2.0.0"));
  }

  private static InstalledPlugin plugin(String version) {
    return new InstalledPlugin(
        NAME,
        version,
        "ACTIVE",
        List.of("Local"),
        "/plugins/plugin-local.jar",
        Optional.of("1.0.0"),
        Optional.of("version 3.0.0 is not used: it does not start"));
  }

  @Override
  public List<String> troubles() {
    return List.of("/plugins/half.jar is not loaded: it is no complete jar");
  }

  @Override
  public CompletableFuture<InstalledPlugin> restart(String name) {
    return CompletableFuture.completedFuture(plugin("2.0.0"));
  }

  @Override
  public CompletableFuture<InstalledPlugin> rollBack(String name) {
    if (!name.equals(NAME)) {
      throw new LauncherException(ErrorCode.NOT_FOUND, "There is no plugin " + name + ".");
    }
    return CompletableFuture.completedFuture(plugin("1.0.0"));
  }
}
