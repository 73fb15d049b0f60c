package org.openlauncher.plugin.local;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.contract.AttachContract;
import org.openlauncher.contract.CloseContract;
import org.openlauncher.contract.ControlContract;
import org.openlauncher.contract.ExitCodeContract;
import org.openlauncher.contract.ExplainContract;
import org.openlauncher.contract.FindContract;
import org.openlauncher.contract.HostileInputContract;
import org.openlauncher.contract.InfoContract;
import org.openlauncher.contract.LifecycleContract;
import org.openlauncher.contract.NetworkContract;
import org.openlauncher.contract.OutputContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.ResourceUseContract;
import org.openlauncher.contract.SubmitContract;
import org.openlauncher.contract.UnknownJobContract;
import org.openlauncher.process.ProcessLauncher;

/** The plugin and the contract kit, with real processes, started in either way. */
@ParameterizedClass
@EnumSource(Form.class)
class LocalContractTest {
  private final Form form;

  LocalContractTest(Form form) {
    this.form = form;
  }

  /**
   * The plugin as its bundle would make it.
   *
   * @param launcher starts the processes
   */
  private record Local(ProcessLauncher launcher) implements PluginUnderTest {
    @Override
    public Plugin newPlugin() {
      return new LocalPlugin(launcher);
    }
  }

  @Nested
  class Submit extends SubmitContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class ExitCode extends ExitCodeContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Output extends OutputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Find extends FindContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Attach extends AttachContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class HostileInput extends HostileInputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Info extends InfoContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Network extends NetworkContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class ResourceUse extends ResourceUseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Explain extends ExplainContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Close extends CloseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class Control extends ControlContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }

  @Nested
  class UnknownJob extends UnknownJobContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) {
      return new Local(form.launcher());
    }
  }
}
