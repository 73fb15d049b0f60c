package org.openlauncher.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;

/** A cluster of a type with all options there are, its two files, and a machine with some users. */
final class ProfilesFixture implements UserDirectory {
  /** As Kubernetes has one: no other type knows it. */
  static final ConfigurationOption<Double> CPU_REQUEST_RATIO =
      ConfigurationOption.withDefault(
          "cpu-request-ratio", ValueType.decimal(0.001, 1), 1.0, "Request by limit.");

  static final List<ConfigurationOption<?>> OF_PLUGIN =
      Stream.of(ProfileOptions.QUEUES, ProfileOptions.GPUS, List.of(CPU_REQUEST_RATIO))
          .<ConfigurationOption<?>>flatMap(List::stream)
          .toList();

  private static final Map<String, List<String>> USERS =
      Map.of(
          "alice", List.of("alice", "research", "staff"),
          "bob", List.of("bob", "research"),
          "j\u00fcrgen", List.of("staff"));
  private static final Set<String> GROUPS = Set.of("alice", "bob", "research", "staff", "*");

  private final ConfigurationFixture files;

  ProfilesFixture(Path folder) {
    this.files = new ConfigurationFixture(folder);
  }

  ConfigurationFixture files() {
    return files;
  }

  /** Reads a cluster with this as its profiles, and with what else lies in the folder. */
  ClusterProfiles read(String profiles) {
    return read(profiles.getBytes(java.nio.charset.StandardCharsets.UTF_8), "");
  }

  ClusterProfiles read(byte[] profiles, String cluster) {
    files.write("launcher.local.profiles.conf", profiles);
    ClusterSettings settings = files.local(cluster);
    LauncherConfiguration launcher =
        LauncherConfiguration.read(files.folder(), new Problems()).orElseThrow();
    return ClusterProfiles.read(
        launcher.clusters().get(0), settings, OF_PLUGIN, this, files.problems());
  }

  List<String> told() {
    return files.told();
  }

  static UserAccount account(String name) {
    List<String> groups = USERS.getOrDefault(name, List.of("users"));
    return new UserAccount(
        name,
        1001,
        1001,
        groups,
        IntStream.range(0, groups.size()).mapToObj(id -> 2000L + id).toList(),
        Path.of("/home"),
        "/bin/sh");
  }

  @Override
  public Optional<UserAccount> find(String name) {
    return USERS.containsKey(name) ? Optional.of(account(name)) : Optional.empty();
  }

  @Override
  public boolean hasGroup(String name) {
    return GROUPS.contains(name);
  }

  @Override
  public UserAccount self() {
    return account("service");
  }
}
