package org.openlauncher.plugin.docker;

import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.osgi.service.component.annotations.Component;

/** Makes clusters of the type {@code Docker}. */
@Component(service = Plugin.class, property = Plugin.TYPE + "=Docker")
public final class DockerPlugin implements Plugin {
  @Override
  public List<ConfigurationOption<?>> options() {
    return DockerOptions.ALL;
  }

  @Override
  public List<OptionFault> check(Settings settings, UserDirectory users) {
    return DockerOptions.check(settings);
  }

  @Override
  public Cluster open(ClusterContext context) {
    return DockerCluster.open(context, DockerOptions.read(context.settings()));
  }
}
