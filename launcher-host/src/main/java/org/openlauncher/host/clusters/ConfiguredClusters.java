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
import org.openlauncher.config.Problems;
import org.openlauncher.host.profiles.ProfileOffer;

/**
 * The clusters of launcher.conf, each with its slot. Which plugin serves them is not known here. A
 * slot is kept for as long as the launcher runs, also while its cluster is not in the
 * configuration: whoever waits for the cluster goes on when it is put back.
 */
public final class ConfiguredClusters implements ClusterDoors {
  private static final ClusterProfiles NOTHING_SAID = ClusterProfiles.none();

  private final ScheduledExecutorService timer;
  private final Map<String, ClusterSlot> slots = new ConcurrentHashMap<>();
  private volatile InEffect inEffect;
  private final Map<String, Duration> expiries = new ConcurrentHashMap<>();
  private final Map<String, ClusterProfiles> profiles = new ConcurrentHashMap<>();

  /**
   * @param timer for deadlines
   */
  public ConfiguredClusters(LauncherConfiguration configuration, ScheduledExecutorService timer) {
    this.timer = timer;
    this.inEffect = InEffect.of(configuration);
    configure(configuration);
  }

  /** What is configured at one moment. */
  private record InEffect(
      LauncherConfiguration configuration, Map<String, ClusterSection> sections) {
    static InEffect of(LauncherConfiguration configuration) {
      Map<String, ClusterSection> sections = new LinkedHashMap<>();
      configuration.clusters().forEach(section -> sections.put(section.name(), section));
      return new InEffect(configuration, sections);
    }
  }

  /** From now on these are the clusters. */
  void configure(LauncherConfiguration fresh) {
    InEffect next = InEffect.of(fresh);
    for (ClusterSection section : next.sections().values()) {
      slots.computeIfAbsent(section.name(), name -> slot(section, fresh)).configured(true);
    }
    inEffect = next;
    slots.values().stream()
        .filter(slot -> !next.sections().containsKey(slot.name()))
        .forEach(slot -> slot.configured(false));
  }

  private ClusterSlot slot(ClusterSection section, LauncherConfiguration fresh) {
    return new ClusterSlot(
        section.name(),
        section.type(),
        fresh.server().threadPoolSize(),
        fresh.server().requestTimeout(),
        timer);
  }

  /**
   * What of a configuration can take effect now.
   *
   * @param problems is told of clusters whose type is another one: their jobs belong to that type's
   *     plugin
   */
  LauncherConfiguration withoutWhatNeedsARestart(LauncherConfiguration read, Problems problems) {
    List<ClusterSection> sections =
        read.clusters().stream().map(section -> withKnownType(section, problems)).toList();
    return new LauncherConfiguration(
        read.file(),
        read.folder(),
        configuration().server().takingOver(read.server()),
        sections,
        read.values());
  }

  private ClusterSection withKnownType(ClusterSection section, Problems problems) {
    String type =
        Optional.ofNullable(slots.get(section.name()))
            .map(ClusterSlot::type)
            .orElse(section.type());
    if (type.equalsIgnoreCase(section.type())) {
      return section;
    }
    problems.warning(
        section.origin(),
        "cluster "
            + section.name()
            + ": type="
            + section.type()
            + " needs a restart; in effect is type="
            + type);
    return section.withType(type);
  }

  /** The group of administrators. */
  public Optional<String> adminGroup() {
    return configuration().server().adminGroup();
  }

  LauncherConfiguration configuration() {
    return inEffect.configuration();
  }

  /** What launcher.conf says of a cluster; empty where it does not name it. */
  Optional<ClusterSection> section(String name) {
    return Optional.ofNullable(inEffect.sections().get(name));
  }

  /** The names of the clusters of a type. */
  List<String> ofType(String type) {
    return inEffect.sections().values().stream()
        .filter(section -> section.type().equalsIgnoreCase(type))
        .map(ClusterSection::name)
        .toList();
  }

  ClusterSlot slot(String name) {
    ClusterSlot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("no cluster " + name + " is configured");
    }
    return slot;
  }

  /** The group of the threads that work for a cluster, which may be only about to be configured. */
  ThreadGroup threads(String name) {
    return Optional.ofNullable(slots.get(name))
        .<ThreadGroup>map(ClusterSlot::group)
        .orElseGet(() -> Thread.currentThread().getThreadGroup());
  }

  /** Those of the configuration, in its order. */
  List<ClusterSlot> slots() {
    return names().stream().map(this::slot).toList();
  }

  /** All, also those of clusters that are not in the configuration any more. */
  List<ClusterSlot> everySlot() {
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

  void expiry(String cluster, Duration expiry) {
    expiries.put(cluster, expiry);
  }

  @Override
  public Optional<ClusterDoor> find(String name) {
    return section(name).map(section -> slot(section.name()));
  }

  @Override
  public List<String> names() {
    return List.copyOf(inEffect.sections().keySet());
  }

  /** The names of the clusters that are open to a user. */
  List<String> openTo(UserAccount user) {
    return inEffect.sections().values().stream()
        .filter(section -> section.allows(user))
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
    return describeToAll(user, name);
  }

  CompletableFuture<Clusters.Description> describeToAll(UserAccount user, String name) {
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
