package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.openlauncher.contract.ExitCodeContract;
import org.openlauncher.contract.ExplainContract;
import org.openlauncher.contract.HostileInputContract;
import org.openlauncher.contract.InfoContract;
import org.openlauncher.contract.LifecycleContract;
import org.openlauncher.contract.NetworkContract;
import org.openlauncher.contract.OutputContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.ResourceUseContract;
import org.openlauncher.contract.UnknownJobContract;

/** The plugin and the whole contract kit, with real clusters. */
abstract class SlurmContract extends SchedulerContract {
  SlurmContract(RealSlurm slurm) {
    super(slurm);
  }

  @Nested
  class ExitCode extends ExitCodeContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Output extends OutputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class HostileInput extends HostileInputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Info extends InfoContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Network extends NetworkContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class ResourceUse extends ResourceUseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Explain extends ExplainContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class UnknownJob extends UnknownJobContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }
}
