package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.config.ClusterOptions;
import org.openlauncher.contract.PluginUnderTest;

/**
 * The plugin with a native plugin behind it that was written by hand for tests.
 *
 * @param executable starts it
 * @param arguments what it gets beside the usual
 * @param heartbeat how often it must give a sign of life, in seconds
 */
record NativeUnderTest(Path executable, List<String> arguments, String heartbeat)
    implements PluginUnderTest {
  static final Path PYTHON = Path.of("/usr/bin/python3");

  /** In a folder that nobody else can write. */
  static NativeUnderTest of(Path folder, String... arguments) throws IOException {
    Path executable = folder.resolve("hand-written-plugin");
    if (!Files.exists(executable)) {
      Files.copy(Path.of("src/test/python/hand-written-plugin.py"), executable);
      Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
    }
    return new NativeUnderTest(executable, List.of(arguments), "5");
  }

  NativeUnderTest withHeartbeat(String seconds) {
    return new NativeUnderTest(executable, arguments, seconds);
  }

  @Override
  public Plugin newPlugin() {
    return new NativePlugin();
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    options.put("exe", executable.toString());
    options.put("heartbeat-interval-seconds", heartbeat);
    if (!arguments.isEmpty()) {
      options.put("plugin-args", String.join(",", arguments));
    }
    return options;
  }

  @Override
  public List<ConfigurationOption<?>> commonOptions() {
    return ClusterOptions.ALL;
  }

  @Override
  public Optional<JobSpecification.Builder> pendingJob() {
    return Optional.of(
        JobSpecification.builder("pending", owner().name(), CLUSTER).command("exit 0"));
  }
}
