package org.openlauncher.host.plugins;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The plugins of the plugins folder, for those who administer them. */
public interface Plugins {
  /** All, by their names. */
  List<InstalledPlugin> plugins();

  /** What is wrong with the folder, with files in it and with plugins, a sentence each. */
  List<String> troubles();

  /**
   * Starts a plugin anew while its jobs and requests go on; one that was refused is tried again.
   *
   * @param name its symbolic name, or a type of clusters that it serves
   * @return what runs then; fails where it could not be restarted, and what ran before runs on
   * @throws org.openlauncher.api.error.LauncherException {@code NotFound} where there is none
   */
  CompletableFuture<InstalledPlugin> restart(String name);

  /**
   * Goes back to the version that a plugin had before, and stays with it until another jar is put
   * into the folder. The rest is as with {@link #restart}.
   */
  CompletableFuture<InstalledPlugin> rollBack(String name);
}
