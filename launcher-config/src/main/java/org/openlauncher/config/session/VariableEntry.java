package org.openlauncher.config.session;

import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.EnvironmentVariable;

/**
 * One variable of launcher-env.
 *
 * @param scope which jobs it is for
 * @param variable the variable, with placeholders in its value
 * @param origin where it stands
 */
public record VariableEntry(EntryScope scope, EnvironmentVariable variable, Origin origin) {
  /** The variable for one user. */
  public EnvironmentVariable fill(Placeholders placeholders) {
    return new EnvironmentVariable(variable.name(), placeholders.fill(variable.value()));
  }
}
