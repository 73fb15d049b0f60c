package org.openlauncher.host.profiles;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ClusterInfo.LimitOffer;
import org.openlauncher.api.plugin.ClusterInfo.ResourceProfile;
import org.openlauncher.config.EffectiveProfile;
import org.openlauncher.config.EffectiveProfile.Amount;
import org.openlauncher.config.EffectiveProfile.Limit;
import org.openlauncher.config.NamedSize;
import org.openlauncher.config.ProfileOptions;
import org.openlauncher.config.ResourceProfiles;

/** What is left of a cluster's offer for one user. */
public final class ProfileOffer {
  private final ClusterInfo info;
  private final Capabilities capabilities;
  private final EffectiveProfile profile;
  private final ResourceProfiles sizes;

  private ProfileOffer(
      ClusterInfo info,
      Capabilities capabilities,
      EffectiveProfile profile,
      ResourceProfiles sizes) {
    this.info = info;
    this.capabilities = capabilities;
    this.profile = profile;
    this.sizes = sizes;
  }

  /** What the user may use, of what the plugin offers. */
  public static ClusterInfo of(
      ClusterInfo info,
      Capabilities capabilities,
      EffectiveProfile profile,
      ResourceProfiles sizes) {
    return new ProfileOffer(info, capabilities, profile, sizes).left();
  }

  /** How many jobs that have not ended the user may have; empty where nobody counts. */
  public static Optional<Long> mostJobs(EffectiveProfile profile) {
    return profile.find(ProfileOptions.MAX_RUNNING_JOBS).filter(most -> most > 0);
  }

  private ClusterInfo left() {
    boolean imagesRestricted = ImageRule.restricted(profile);
    List<String> images = ImageRule.allowed(profile);
    boolean containers = capabilities.has(Capabilities.Feature.CONTAINERS);
    return new ClusterInfo(
        queues(),
        defaultQueue(),
        limits(),
        profile.find(ProfileOptions.PLACEMENT_CONSTRAINTS).orElse(info.placementConstraints()),
        sizes(),
        containers && (imagesRestricted || !images.isEmpty()) ? images : info.images(),
        containers
            ? profile.find(ProfileOptions.DEFAULT_CONTAINER_IMAGE).or(info::defaultImage)
            : info.defaultImage(),
        imagesRestricted ? false : unknownImages(),
        info.config());
  }

  private boolean unknownImages() {
    return profile.origin(ProfileOptions.ALLOW_UNKNOWN_IMAGES).isPresent()
        || info.allowUnknownImages();
  }

  private List<String> queues() {
    Optional<List<String>> allowed = allowedQueues();
    return info.queues().stream()
        .filter(queue -> allowed.map(list -> list.contains(queue)).orElse(true))
        .toList();
  }

  private Optional<String> defaultQueue() {
    Optional<String> byDefault =
        profile.declares(ProfileOptions.DEFAULT_PARTITION)
            ? profile.find(ProfileOptions.DEFAULT_PARTITION)
            : Optional.empty();
    return byDefault
        .or(() -> allowedQueues().flatMap(list -> list.stream().findFirst()))
        .or(info::defaultQueue);
  }

  private Optional<List<String>> allowedQueues() {
    return profile.declares(ProfileOptions.ALLOWED_PARTITIONS)
        ? profile.find(ProfileOptions.ALLOWED_PARTITIONS)
        : Optional.empty();
  }

  private List<LimitOffer> limits() {
    Map<String, LimitOffer> offers = new LinkedHashMap<>();
    info.resourceLimits().forEach(offer -> offers.put(offer.type(), offer));
    Set<String> types = new LinkedHashSet<>(offers.keySet());
    types.addAll(EnforcedLimits.of(capabilities));
    types.forEach(
        type -> offers.putIfAbsent(type, new LimitOffer(type, Optional.empty(), Optional.empty())));
    for (Limit limit : profile.limits()) {
      Optional.ofNullable(offers.get(limit.type()))
          .ifPresent(offer -> offers.put(limit.type(), narrowed(offer, limit)));
    }
    return List.copyOf(offers.values());
  }

  private static LimitOffer narrowed(LimitOffer offer, Limit limit) {
    return new LimitOffer(
        offer.type(),
        limit.byDefault().map(Amount::text).or(offer::defaultValue),
        limit.maximum().map(Amount::text).or(offer::maxValue));
  }

  /** Free choice is listed where there is something else to choose. */
  private List<ResourceProfile> sizes() {
    Optional<List<String>> allowed = profile.find(ProfileOptions.RESOURCE_PROFILES);
    Map<String, ResourceProfile> known = new LinkedHashMap<>();
    Stream.concat(
            sizes.all().stream().map(NamedSize::toResourceProfile),
            info.resourceProfiles().stream())
        .forEach(size -> known.putIfAbsent(size.name(), size));
    List<ResourceProfile> offered =
        new ArrayList<>(
            known.values().stream()
                .filter(size -> allowed.map(list -> list.contains(size.name())).orElse(true))
                .filter(this::withinMaxima)
                .toList());
    boolean free = allowed.map(list -> list.contains(ResourceProfiles.CUSTOM)).orElse(true);
    boolean listed = offered.stream().anyMatch(size -> size.name().equals(ResourceProfiles.CUSTOM));
    if (free && !listed && !offered.isEmpty()) {
      offered.add(
          new ResourceProfile(
              ResourceProfiles.CUSTOM,
              Optional.empty(),
              List.of(),
              Optional.empty(),
              List.<PlacementConstraint>of()));
    }
    return offered;
  }

  private boolean withinMaxima(ResourceProfile size) {
    for (Limit limit : profile.limits()) {
      for (ResourceLimit wanted : size.limits()) {
        if (wanted.type().equals(limit.type())
            && limit.maximum().isPresent()
            && new BigDecimal(wanted.value()).compareTo(limit.maximum().get().value()) > 0) {
          return false;
        }
      }
    }
    return true;
  }
}
