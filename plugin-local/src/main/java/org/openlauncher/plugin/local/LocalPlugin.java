package org.openlauncher.plugin.local;

import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.process.ProcessLauncher;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes clusters of the type {@code Local}. */
@Component(service = Plugin.class, property = Plugin.TYPE + "=Local")
public final class LocalPlugin implements Plugin {
  private final ProcessLauncher processes;

  /** Made by the container. */
  @Activate
  public LocalPlugin(@Reference ProcessLauncher processes) {
    this.processes = processes;
  }

  @Override
  public List<ConfigurationOption<?>> options() {
    return LocalOptions.ALL;
  }

  @Override
  public List<OptionFault> check(Settings settings, UserDirectory users) {
    return LocalOptions.check(settings, processes.privileges());
  }

  @Override
  public Cluster open(ClusterContext context) {
    LocalOptions options = LocalOptions.read(context.settings(), processes.privileges());
    return LocalCluster.open(context, options, processes);
  }
}
