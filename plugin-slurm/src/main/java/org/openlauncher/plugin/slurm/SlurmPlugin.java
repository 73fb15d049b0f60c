package org.openlauncher.plugin.slurm;

import java.util.List;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ProfileOptions;
import org.openlauncher.process.ProcessLauncher;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes clusters of the type {@code Slurm}. */
@Component(service = Plugin.class, property = Plugin.TYPE + "=Slurm")
public final class SlurmPlugin implements Plugin {
  private final ProcessLauncher processes;

  /** Made by the container. */
  @Activate
  public SlurmPlugin(@Reference ProcessLauncher processes) {
    this.processes = processes;
  }

  @Override
  public List<ConfigurationOption<?>> options() {
    return SlurmOptions.ALL;
  }

  @Override
  public List<ConfigurationOption<?>> profileOptions() {
    return Stream.concat(ProfileOptions.QUEUES.stream(), ProfileOptions.GPUS.stream()).toList();
  }

  @Override
  public List<OptionFault> check(Settings settings, UserDirectory users) {
    return SlurmOptions.check(settings, users, processes.privileges());
  }

  @Override
  public Cluster open(ClusterContext context) {
    SlurmOptions options =
        SlurmOptions.read(context.settings(), context.users(), processes.privileges());
    return SlurmCluster.open(context, options, processes);
  }
}
