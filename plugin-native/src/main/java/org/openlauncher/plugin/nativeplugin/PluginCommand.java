package org.openlauncher.plugin.nativeplugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.config.ClusterOptions;

/**
 * How a plugin is started. One that does not know an option ends at once, so there is a shorter
 * form of the command to fall back on.
 */
final class PluginCommand {
  private final List<List<String>> forms;

  private PluginCommand(List<List<String>> forms) {
    this.forms = forms;
  }

  static PluginCommand of(ClusterContext context, NativeOptions options) {
    Settings settings = context.settings();
    List<String> few = new ArrayList<>();
    few.add(options.executable().toString());
    few.add("--plugin-name=" + context.name());
    few.add("--scratch-path=" + context.scratchFolder());
    List<String> all = new ArrayList<>(few);
    add(all, "server-user", settings.find(ClusterOptions.SERVER_USER));
    add(all, "logging-dir", settings.find(ClusterOptions.LOGGING_DIR).map(Path::toString));
    add(
        all,
        "enable-debug-logging",
        settings.find(ClusterOptions.ENABLE_DEBUG_LOGGING).map(on -> on ? "1" : "0"));
    add(all, "heartbeat-interval-seconds", Optional.of(seconds(options.heartbeat())));
    add(
        all,
        "job-expiry-hours",
        settings.find(ClusterOptions.JOB_EXPIRY).map(time -> Long.toString(time.toHours())));
    add(
        all,
        "thread-pool-size",
        settings.find(ClusterOptions.THREAD_POOL_SIZE).map(Object::toString));
    // The launcher itself is not root, nor can the plugin be.
    all.add("--unprivileged=1");
    add(all, "plugin-metrics-interval-seconds", options.metrics().map(PluginCommand::seconds));
    List<String> own = List.of(options.executable().toString());
    return new PluginCommand(
        List.of(
            with(all, options.arguments()),
            with(few, options.arguments()),
            with(own, options.arguments())));
  }

  private static void add(List<String> command, String option, Optional<String> value) {
    value.ifPresent(text -> command.add("--" + option + "=" + text));
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  private static List<String> with(List<String> command, List<String> more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** How many forms there are, the fullest first. */
  int forms() {
    return forms.size();
  }

  List<String> form(int index) {
    return forms.get(index);
  }
}
