package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openlauncher.contract.AttachContract;
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

/** The plugin and the contract kit, with real pods. */
@Execution(ExecutionMode.CONCURRENT)
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "200 pods take minutes, and the first pass has run them on Java 17")
class KubernetesContractTest {
  @Nested
  class Submit extends SubmitContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class ExitCode extends ExitCodeContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Output extends OutputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Find extends FindContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Attach extends AttachContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class HostileInput extends HostileInputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Info extends InfoContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Network extends NetworkContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class ResourceUse extends ResourceUseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Explain extends ExplainContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class Control extends ControlContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }

  @Nested
  class UnknownJob extends UnknownJobContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return KubernetesUnderTest.of(folder);
    }
  }
}
