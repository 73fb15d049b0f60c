package org.openlauncher.config;

import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;

/**
 * What an option is set to, and by whom.
 *
 * @param file the file that the option belongs to, whether it exists or not
 * @param section the section's name; empty in a file without sections
 * @param cluster the cluster that it is for; empty for the server's own options
 * @param option the option's name
 * @param value the value as it would stand in the file, secrets hidden; empty where it has none
 * @param origin where it was set; empty for a default
 */
public record EffectiveValue(
    Path file,
    Optional<String> section,
    Optional<String> cluster,
    String option,
    Optional<String> value,
    Optional<Origin> origin) {

  /** Where it was set: {@code file:line} or {@code default}. */
  public String source() {
    return origin.map(Origin::toString).orElse("default");
  }
}
