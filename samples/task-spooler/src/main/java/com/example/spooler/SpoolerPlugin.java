package com.example.spooler;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.process.ProcessLauncher;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes a cluster of each {@code [cluster]} section with {@code type=TaskSpooler}. */
@Component(service = Plugin.class, property = Plugin.TYPE + "=TaskSpooler")
public final class SpoolerPlugin implements Plugin {
  static final ConfigurationOption<Long> SLOTS =
      ConfigurationOption.withDefault(
          "slots", ValueType.wholeNumber(1, 1000), 1L, "How many slots each owner's queue has.");
  static final ConfigurationOption<Path> PROGRAM =
      ConfigurationOption.withDefault(
          "program", ValueType.absolutePath(), Path.of("/usr/bin/tsp"), "The program tsp.");

  private final ProcessLauncher processes;

  /** Made by the container. */
  @Activate
  public SpoolerPlugin(@Reference ProcessLauncher processes) {
    this.processes = processes;
  }

  @Override
  public List<ConfigurationOption<?>> options() {
    return List.of(SLOTS, PROGRAM);
  }

  @Override
  public List<OptionFault> check(Settings settings, UserDirectory users) {
    Path program = settings.get(PROGRAM);
    return Files.isExecutable(program)
        ? List.of()
        : List.of(
            OptionFault.error(
                PROGRAM, "the program tsp of Debian's package task-spooler", program.toString()));
  }

  @Override
  public Cluster open(ClusterContext context) {
    OptionFault.refuse(check(context.settings(), context.users()), context.settings());
    return new SpoolerCluster(context, processes);
  }
}
