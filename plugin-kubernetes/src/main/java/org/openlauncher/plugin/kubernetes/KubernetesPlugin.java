package org.openlauncher.plugin.kubernetes;

import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.osgi.service.component.annotations.Component;

/** Makes clusters of the type {@code Kubernetes}. */
@Component(service = Plugin.class, property = Plugin.TYPE + "=Kubernetes")
public final class KubernetesPlugin implements Plugin {
  @Override
  public List<ConfigurationOption<?>> options() {
    return KubernetesOptions.ALL;
  }

  @Override
  public List<ConfigurationOption<?>> profileOptions() {
    return List.of(
        PodLimits.CPU_REQUEST_RATIO, PodLimits.MEMORY_REQUEST_RATIO, JsonOverrides.OPTION);
  }

  @Override
  public List<OptionFault> check(Settings settings, UserDirectory users) {
    return KubernetesOptions.check(settings);
  }

  @Override
  public Cluster open(ClusterContext context) {
    return KubernetesCluster.open(context, KubernetesOptions.read(context.settings()));
  }
}
