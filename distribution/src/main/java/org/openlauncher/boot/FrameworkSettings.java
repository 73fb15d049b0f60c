package org.openlauncher.boot;

import java.nio.file.Path;
import java.util.Map;

/** What the framework and the watcher of the plugins folder are told. */
record FrameworkSettings(Path cache, Path plugins, Path temporary) {
  /** Plugins start together with what watches their folder, after everything else. */
  private static final String PLUGIN_LEVEL = "4";

  Map<String, String> properties() {
    return Map.ofEntries(
        Map.entry("org.osgi.framework.storage", cache.toString()),
        Map.entry("org.osgi.framework.storage.clean", "onFirstInit"),
        Map.entry("org.osgi.framework.startlevel.beginning", PLUGIN_LEVEL),
        // What is on the class path of the boot itself is nothing that bundles may load.
        Map.entry("felix.bootdelegation.implicit", "false"),
        Map.entry("felix.log.level", "1"),
        Map.entry("ds.loglevel", "warn"),
        Map.entry("felix.fileinstall.dir", plugins.toString()),
        Map.entry("felix.fileinstall.filter", ".*\\.jar"),
        Map.entry("felix.fileinstall.poll", "1000"),
        Map.entry("felix.fileinstall.noInitialDelay", "true"),
        Map.entry("felix.fileinstall.start.level", PLUGIN_LEVEL),
        Map.entry("felix.fileinstall.active.level", PLUGIN_LEVEL),
        Map.entry("felix.fileinstall.enableConfigSave", "false"),
        Map.entry("felix.fileinstall.tmpdir", temporary.toString()),
        Map.entry("felix.fileinstall.log.default", "jul"),
        Map.entry("felix.fileinstall.log.level", "2"));
  }
}
