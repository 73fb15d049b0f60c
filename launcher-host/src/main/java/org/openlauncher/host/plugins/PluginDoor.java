package org.openlauncher.host.plugins;

import java.time.Duration;
import java.util.Optional;
import org.openlauncher.host.plugins.KeptJars.Copy;

/** What a plugin's versions need of the launcher. */
interface PluginDoor {
  /** Makes a jar known to the framework. */
  PluginBundle install(PluginJar jar) throws UnusableJarException;

  /** Takes a bundle out of the framework, or gives up. */
  void remove(PluginBundle bundle) throws InterruptedException;

  /** A jar that was copied before; empty where it may not be run any more. */
  Optional<PluginJar> copy(Copy copy);

  /** Whether clusters of that type are configured. */
  boolean wanted(String type);

  /** How long clusters may take to open. */
  Duration patience();
}
