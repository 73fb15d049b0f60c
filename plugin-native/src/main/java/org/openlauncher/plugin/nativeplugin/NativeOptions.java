package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;

/**
 * How a cluster of this type is configured.
 *
 * @param executable the plugin's program
 * @param arguments what it gets beside the arguments of every plugin
 * @param heartbeat how often a sign of life is asked for; zero for never
 * @param longestSent the longest message that is sent
 * @param controlPatience how long an answer to a control operation is waited for
 * @param metrics how often the plugin is to tell how it is; empty where it is not told to
 */
record NativeOptions(
    Path executable,
    List<String> arguments,
    Duration heartbeat,
    DataSize longestSent,
    Duration controlPatience,
    Optional<Duration> metrics) {
  static final ConfigurationOption<Path> EXE =
      ConfigurationOption.optional(
          "exe",
          ValueType.absolutePath(),
          "The executable of the native plugin; that of the [cluster] section where it is not set.");
  static final ConfigurationOption<List<String>> PLUGIN_ARGS =
      ConfigurationOption.optional(
          "plugin-args",
          ValueType.list(),
          "Arguments for the plugin beside those that each plugin gets.");
  static final ConfigurationOption<Duration> HEARTBEAT =
      ConfigurationOption.withDefault(
          "heartbeat-interval-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, 3_600),
          Duration.ofSeconds(5),
          "How often the plugin must give a sign of life; after three of these times without one it"
              + " is started anew. 0: never.");
  static final ConfigurationOption<DataSize> LONGEST_SENT =
      ConfigurationOption.withDefault(
          "max-message-size",
          ValueType.dataSize(1_024, 1_073_741_824),
          new DataSize(5L * 1024 * 1024),
          "The longest message in bytes that the plugin is sent.");
  static final ConfigurationOption<Duration> CONTROL_PATIENCE =
      ConfigurationOption.withDefault(
          "control-timeout-seconds",
          ValueType.duration(TimeUnit.SECONDS, 1, 600),
          Duration.ofSeconds(5),
          "How long the answer to a control operation is waited for; then the job's status tells,"
              + " since some plugins never answer.");
  static final ConfigurationOption<Duration> METRICS =
      ConfigurationOption.optional(
          "plugin-metrics-interval-seconds",
          ValueType.duration(TimeUnit.SECONDS, 0, 86_400),
          "How often the plugin tells how it is. Only for plugins that know the option.");
  static final List<ConfigurationOption<?>> ALL =
      List.of(EXE, PLUGIN_ARGS, HEARTBEAT, LONGEST_SENT, CONTROL_PATIENCE, METRICS);

  static NativeOptions read(Settings settings, UserDirectory users) {
    OptionFault.refuse(check(settings, users), settings);
    return new NativeOptions(
        settings.get(EXE),
        settings.find(PLUGIN_ARGS).orElse(List.of()),
        settings.get(HEARTBEAT),
        settings.get(LONGEST_SENT),
        settings.get(CONTROL_PATIENCE),
        settings.find(METRICS));
  }

  /** What is wrong with the executable. */
  static List<OptionFault> check(Settings settings, UserDirectory users) {
    Optional<Path> executable = settings.find(EXE);
    if (executable.isEmpty()) {
      return List.of(
          OptionFault.error(
              EXE, "the path of an executable, here or in the [cluster] section", "nothing"));
    }
    return wrong(executable.get(), users.self()).stream()
        .map(found -> OptionFault.error(EXE, "an executable file", found))
        .toList();
  }

  /** Whoever can replace the program can do all that the launcher can. */
  private static Optional<String> wrong(Path executable, UserAccount self) {
    try {
      Path real = executable.toRealPath();
      PosixFileAttributes file = Files.readAttributes(real, PosixFileAttributes.class);
      if (!file.isRegularFile()) {
        return Optional.of("\"" + executable + "\", which is no file");
      }
      if (!Files.isExecutable(real)) {
        return Optional.of("\"" + executable + "\", which this user can't execute");
      }
      for (Path path = real; path != null; path = path.getParent()) {
        Optional<String> open = othersCanReplace(path, self);
        if (open.isPresent()) {
          return Optional.of("\"" + executable + "\": " + open.get());
        }
      }
      return Optional.empty();
    } catch (IOException missing) {
      return Optional.of("\"" + executable + "\", which is not there or can't be looked at");
    }
  }

  private static Optional<String> othersCanReplace(Path path, UserAccount self) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = attributes.owner().getName();
    boolean othersWrite =
        attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
            || attributes.permissions().contains(PosixFilePermission.GROUP_WRITE);
    boolean sticky =
        attributes.isDirectory() && ((int) Files.getAttribute(path, "unix:mode") & 01000) != 0;
    if (!owner.equals("root") && !owner.equals(self.name())) {
      return Optional.of(path + " belongs to " + owner + ", not to root or " + self.name());
    }
    return othersWrite && !sticky
        ? Optional.of(path + " can be written by others than its owner")
        : Optional.empty();
  }
}
