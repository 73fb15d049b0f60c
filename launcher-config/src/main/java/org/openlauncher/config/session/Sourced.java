package org.openlauncher.config.session;

import java.util.Optional;
import org.openlauncher.api.configuration.Origin;

/**
 * A value and the line that set it.
 *
 * @param value the value
 * @param origin empty for a default
 * @param <T> the value's type
 */
public record Sourced<T>(T value, Optional<Origin> origin) {
  /** {@code file:line}, or {@code default}. */
  public String source() {
    return origin.map(Origin::toString).orElse("default");
  }
}
