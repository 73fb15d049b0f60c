package org.openlauncher.host.plugins;

import java.util.List;
import java.util.Optional;

/**
 * A plugin bundle, as administrators see it.
 *
 * @param name the bundle's symbolic name
 * @param version of what runs; where nothing does, of what could not be run
 * @param state the bundle's state, as OSGi names it; {@code REFUSED} where nothing runs
 * @param types the types of clusters that it serves
 * @param file the jar in the plugins folder
 * @param before the version that it can be rolled back to
 * @param trouble what is wrong with it or with what should take its place; empty for nothing
 */
public record InstalledPlugin(
    String name,
    String version,
    String state,
    List<String> types,
    String file,
    Optional<String> before,
    Optional<String> trouble) {
  /** Of a plugin of which no version runs. */
  public static final String REFUSED = "REFUSED";
}
