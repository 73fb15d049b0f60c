package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;
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
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.ResourceUseContract;
import org.openlauncher.contract.SubmitContract;
import org.openlauncher.contract.UnknownJobContract;

/**
 * The contract of all plugins but that of output, which has bytes that no text of the Launcher
 * Plugin API can carry.
 */
@EnabledIf(value = "hasPython", disabledReason = "this machine has no /usr/bin/python3")
final class NativeContractTest {
  static boolean hasPython() {
    return java.nio.file.Files.isExecutable(NativeUnderTest.PYTHON);
  }

  @Nested
  class Submit extends SubmitContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class ExitCode extends ExitCodeContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Find extends FindContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Attach extends AttachContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class HostileInput extends HostileInputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Info extends InfoContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Network extends NetworkContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class ResourceUse extends ResourceUseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Explain extends ExplainContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Close extends CloseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class Control extends ControlContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }

  @Nested
  class UnknownJob extends UnknownJobContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return NativeUnderTest.of(folder);
    }
  }
}
