package org.openlauncher.plugin.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.contract.TestCounters;

/** What a cluster needs of the launcher, in a folder of the test. */
final class TestContext implements ClusterContext {
  private final Path folder;
  private final Map<ConfigurationOption<?>, Object> values;
  private final UserAccount self;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
  final RecordingSink sink = new RecordingSink();

  TestContext(Path folder, Map<ConfigurationOption<?>, Object> values) {
    this.folder = folder;
    this.values = values;
    try {
      Files.createDirectories(folder.resolve("home"));
      Files.createDirectories(folder.resolve("scratch"));
      Map<String, Object> ids = Files.readAttributes(Path.of("/proc/self"), "unix:uid,gid");
      this.self =
          new UserAccount(
              System.getProperty("user.name"),
              Long.parseLong(String.valueOf(ids.get("uid"))),
              Long.parseLong(String.valueOf(ids.get("gid"))),
              List.of("primary", "other"),
              List.of(Long.parseLong(String.valueOf(ids.get("gid"))), 7L),
              folder.resolve("home"),
              "/bin/sh");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String name() {
    return "Local";
  }

  @Override
  public Settings settings() {
    return new Settings() {
      @Override
      public <T> Optional<T> find(ConfigurationOption<T> option) {
        Object value = values.get(option);
        return value == null ? option.defaultValue() : option.type().parse(value.toString());
      }

      @Override
      public <T> T get(ConfigurationOption<T> option) {
        return find(option).orElseThrow(IllegalArgumentException::new);
      }

      @Override
      public Optional<Origin> origin(ConfigurationOption<?> option) {
        return values.containsKey(option)
            ? Optional.of(new Origin(Path.of("/etc/launcher.local.conf"), 3))
            : Optional.empty();
      }

      @Override
      public Set<String> members(ConfigurationOption<?> family) {
        return Set.of();
      }
    };
  }

  @Override
  public Path scratchFolder() {
    return folder.resolve("scratch");
  }

  @Override
  public ObservationSink observations() {
    return sink;
  }

  @Override
  public ScheduledExecutorService executor() {
    return executor;
  }

  @Override
  public UserDirectory users() {
    return new UserDirectory() {
      @Override
      public Optional<UserAccount> find(String name) {
        return Optional.of(self).filter(account -> account.name().equals(name));
      }

      @Override
      public boolean hasGroup(String name) {
        return self.memberOf(name);
      }

      @Override
      public UserAccount self() {
        return self;
      }
    };
  }

  @Override
  public String instanceId() {
    return "test";
  }

  @Override
  public ClusterCounters counters() {
    return new TestCounters();
  }
}
