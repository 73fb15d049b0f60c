package org.openlauncher.boot;

import java.nio.file.Path;
import java.util.Map;

/** What the framework is told. */
record FrameworkSettings(Path cache) {
  /** The host starts plugins, after everything else. */
  private static final String PLUGIN_LEVEL = "4";

  Map<String, String> properties() {
    return Map.ofEntries(
        Map.entry("org.osgi.framework.storage", cache.toString()),
        Map.entry("org.osgi.framework.storage.clean", "onFirstInit"),
        Map.entry("org.osgi.framework.startlevel.beginning", PLUGIN_LEVEL),
        // The next version of a plugin starts beside the one that runs, and may have its number.
        Map.entry("org.osgi.framework.bsnversion", "multiple"),
        // What is on the class path of the boot itself is nothing that bundles may load.
        Map.entry("felix.bootdelegation.implicit", "false"),
        Map.entry("felix.log.level", "1"),
        Map.entry("ds.loglevel", "warn"));
  }
}
