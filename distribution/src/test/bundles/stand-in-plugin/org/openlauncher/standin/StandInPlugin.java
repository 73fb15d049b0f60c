package org.openlauncher.standin;

import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;

/** A third party's plugin for clusters that nobody configures. */
public final class StandInPlugin implements Plugin {

  @Override
  public List<ConfigurationOption<?>> options() {
    return List.of();
  }

  @Override
  public Cluster open(ClusterContext context) {
    throw new IllegalStateException("nobody configures such a cluster");
  }
}
