package org.openlauncher.contract;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/**
 * Every contract there is. A plugin's tests extend this one class, and have each contract that is
 * added later too.
 */
public abstract class WholeContract {
  /**
   * Presents the plugin, as {@link PluginContract#pluginUnderTest} does.
   *
   * @param folder an empty folder that the jobs must be able to reach at this path and to write to
   * @throws IOException where the folder can't be prepared
   */
  protected abstract PluginUnderTest pluginUnderTest(Path folder) throws IOException;

  /** The {@link AttachContract}. */
  @Nested
  protected class Attach extends AttachContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link CloseContract}. */
  @Nested
  protected class Close extends CloseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link ControlContract}. */
  @Nested
  protected class Control extends ControlContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link ExitCodeContract}. */
  @Nested
  protected class ExitCode extends ExitCodeContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link ExplainContract}. */
  @Nested
  protected class Explain extends ExplainContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link FindContract}. */
  @Nested
  protected class Find extends FindContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link HostileInputContract}. */
  @Nested
  protected class HostileInput extends HostileInputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link InfoContract}. */
  @Nested
  protected class Info extends InfoContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link LifecycleContract}. */
  @Nested
  protected class Lifecycle extends LifecycleContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link NetworkContract}. */
  @Nested
  protected class Network extends NetworkContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link OutputContract}. */
  @Nested
  protected class Output extends OutputContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link ResourceUseContract}. */
  @Nested
  protected class ResourceUse extends ResourceUseContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link SubmitContract}. */
  @Nested
  protected class Submit extends SubmitContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }

  /** The {@link UnknownJobContract}. */
  @Nested
  protected class UnknownJob extends UnknownJobContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return WholeContract.this.pluginUnderTest(folder);
    }
  }
}
