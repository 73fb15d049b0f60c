package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.config.ClusterOptions;
import org.openlauncher.config.ClusterProfiles;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.EffectiveProfile;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.host.profiles.ProfileOffer;

/**
 * The clusters of launcher.conf, each with its slot. Which plugin serves them is not known here.
 */
public final class ConfiguredClusters implements ClusterDoors {
  private static final ClusterProfiles NOTHING_SAID = ClusterProfiles.none();

  private final LauncherConfiguration configuration;
  private final Map<String, ClusterSection> sections = new LinkedHashMap<>();

  /** Those that were read again: of them it counts who may use the cluster. */
  private final Map<String, ClusterSection> renewed = new ConcurrentHashMap<>();

  private final Map<String, ClusterSlot> slots = new LinkedHashMap<>();
  private final Map<String, Duration> expiries = new ConcurrentHashMap<>();
  private final Map<String, ClusterProfiles> profiles = new ConcurrentHashMap<>();

  /**
   * @param timer for deadlines
   */
  public ConfiguredClusters(LauncherConfiguration configuration, ScheduledExecutorService timer) {
    this.configuration = configuration;
    for (ClusterSection section : configuration.clusters()) {
      sections.put(section.name(), section);
      slots.put(
          section.name(),
          new ClusterSlot(
              section.name(),
              section.type(),
              configuration.server().threadPoolSize(),
              configuration.server().requestTimeout(),
              timer));
    }
  }

  LauncherConfiguration configuration() {
    return configuration;
  }

  List<ClusterSection> ofType(String type) {
    return sections.values().stream()
        .filter(section -> section.type().equalsIgnoreCase(type))
        .toList();
  }

  ClusterSlot slot(String name) {
    ClusterSlot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("no cluster " + name + " is configured");
    }
    return slot;
  }

  List<ClusterSlot> slots() {
    return List.copyOf(slots.values());
  }

  /** From now on these hold. */
  void profiles(String cluster, ClusterProfiles read) {
    profiles.put(cluster, read);
  }

  @Override
  public ClusterProfiles profiles(String cluster) {
    return profiles.getOrDefault(cluster, NOTHING_SAID);
  }

  /** From now on these groups may use the cluster. */
  void allowedGroups(ClusterSection section) {
    renewed.put(section.name(), section);
  }

  void expiry(String cluster, Duration expiry) {
    expiries.put(cluster, expiry);
  }

  @Override
  public Optional<ClusterDoor> find(String name) {
    return Optional.ofNullable(slots.get(name));
  }

  @Override
  public List<String> names() {
    return List.copyOf(sections.keySet());
  }

  /** The names of the clusters that are open to a user. */
  List<String> openTo(UserAccount user) {
    return sections.values().stream()
        .filter(section -> renewed.getOrDefault(section.name(), section).allows(user))
        .map(ClusterSection::name)
        .toList();
  }

  @Override
  public ClusterDoor choose(UserAccount user, String name) {
    List<String> open = openTo(user);
    if (name.isEmpty() && open.size() == 1) {
      return slot(open.get(0));
    }
    if (open.contains(name)) {
      return slot(name);
    }
    throw new LauncherException(
        ErrorCode.INVALID_REQUEST,
        "$.job.cluster: expected one of "
            + open
            + ", found "
            + (name.isEmpty() ? "none" : "\"" + name + "\"")
            + ".");
  }

  /**
   * Until a plugin has opened the cluster, its own file has not been read: then the default counts.
   */
  @Override
  public Duration expiry(String cluster) {
    return expiries.getOrDefault(cluster, ClusterOptions.JOB_EXPIRY.defaultValue().orElseThrow());
  }

  CompletableFuture<Clusters.Description> describe(UserAccount user, String name) {
    if (!openTo(user).contains(name)) {
      return CompletableFuture.failedFuture(
          new LauncherException(
              ErrorCode.NOT_FOUND,
              "There is no cluster " + name + " for you; there are " + openTo(user) + "."));
    }
    ClusterSlot slot = slot(name);
    return slot.call(
        "info",
        cluster -> {
          EffectiveProfile profile = profiles(name).of(user);
          return new Clusters.Description(
              name,
              slot.type(),
              Optional.of(cluster.capabilities()),
              ProfileOffer.of(
                  cluster.info(user), cluster.capabilities(), profile, profiles(name).sizes()),
              ProfileOffer.mostJobs(profile));
        });
  }
}
