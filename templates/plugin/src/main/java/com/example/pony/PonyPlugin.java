package com.example.pony;

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

/** Makes a cluster of each {@code [cluster]} section with {@code type=Pony}. */
@Component(service = Plugin.class, property = Plugin.TYPE + "=Pony")
public final class PonyPlugin implements Plugin {
  private final ProcessLauncher processes;

  /**
   * Made by the container.
   *
   * @param processes starts processes as the jobs' owners; leave it out if your back-end is reached
   *     over the network and knows users itself
   */
  @Activate
  public PonyPlugin(@Reference ProcessLauncher processes) {
    this.processes = processes;
  }

  @Override
  public List<ConfigurationOption<?>> options() {
    return PonyOptions.ALL;
  }

  @Override
  public List<OptionFault> check(Settings settings, UserDirectory users) {
    return PonyOptions.check(settings);
  }

  @Override
  public Cluster open(ClusterContext context) {
    OptionFault.refuse(PonyOptions.check(context.settings()), context.settings());
    return new PonyCluster(context, processes);
  }
}
