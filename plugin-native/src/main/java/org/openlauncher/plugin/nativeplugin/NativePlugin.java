package org.openlauncher.plugin.nativeplugin;

import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.osgi.service.component.annotations.Component;

/** Makes clusters of the type {@code Plugin}: each has an executable of its own. */
@Component(service = Plugin.class, property = Plugin.TYPE + "=Plugin")
public final class NativePlugin implements Plugin {
  @Override
  public List<ConfigurationOption<?>> options() {
    return NativeOptions.ALL;
  }

  @Override
  public boolean sharesConfigurationFile() {
    return true;
  }

  @Override
  public List<OptionFault> check(Settings settings, UserDirectory users) {
    return NativeOptions.check(settings, users);
  }

  @Override
  public Cluster open(ClusterContext context) {
    return NativeCluster.open(context, NativeOptions.read(context.settings(), context.users()));
  }
}
