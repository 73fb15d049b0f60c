package org.openlauncher.host.profiles;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ClusterInfo.ResourceProfile;
import org.openlauncher.config.NamedSize;
import org.openlauncher.config.ProfileOptions;
import org.openlauncher.config.ResourceProfiles;
import org.openlauncher.host.profiles.Draft.Sourced;

/** Which named size a job has, if any. */
final class SizeRule {
  /** No size holds these, and they can only make a job smaller. */
  private static final Set<String> TIMES = Set.of(ResourceLimit.CPU_TIME, ResourceLimit.WALL_TIME);

  private final ResourceProfiles sizes;
  private final Supplier<ClusterInfo> info;

  SizeRule(ResourceProfiles sizes, Supplier<ClusterInfo> info) {
    this.sizes = sizes;
    this.info = info;
  }

  /** A job that names none gets the first one that its owner may use, where free choice is not. */
  Optional<ChosenSize> choose(Draft draft) {
    JobSpecification asked = draft.asked();
    Optional<Sourced<List<String>>> allowed = draft.set(ProfileOptions.RESOURCE_PROFILES);
    Optional<String> named =
        asked.resourceProfile().filter(name -> !name.equals(ResourceProfiles.CUSTOM));
    boolean free = allowed.map(list -> list.value().contains(ResourceProfiles.CUSTOM)).orElse(true);
    if (named.isEmpty() && free) {
      return Optional.empty();
    }
    if (named.isEmpty()) {
      return withoutFreeChoice(draft, allowed.orElseThrow());
    }
    String name = named.get();
    if (allowed.isPresent() && !allowed.get().value().contains(name)) {
      draft.problem(
          "resourceProfile",
          "expected one of "
              + allowed.get().value()
              + ", found \""
              + name
              + "\" ("
              + allowed.get().place()
              + ")");
      return Optional.empty();
    }
    Optional<ChosenSize> size = find(draft, name);
    if (size.isEmpty()) {
      draft.problem("resourceProfile", "expected one of " + names() + ", found \"" + name + "\"");
    }
    if (!choosesNothing(asked)) {
      draft.problem(
          "resourceLimits",
          "resource profile \""
              + name
              + "\" sets them; leave them out, or choose \""
              + ResourceProfiles.CUSTOM
              + "\"");
    }
    size.ifPresent(chosen -> draft.apply(AppliedLimit.requested("resourceProfile", chosen.name())));
    return size;
  }

  private Optional<ChosenSize> withoutFreeChoice(Draft draft, Sourced<List<String>> allowed) {
    boolean asksForChoice =
        draft.asked().resourceProfile().isPresent() || !choosesNothing(draft.asked());
    if (asksForChoice) {
      draft.problem(
          "resourceProfile",
          "expected one of "
              + allowed.value()
              + ", found "
              + (draft.asked().resourceProfile().isPresent()
                  ? "\"" + ResourceProfiles.CUSTOM + "\""
                  : "none")
              + ": you can't set resource limits of your own ("
              + allowed.place()
              + ")");
      return Optional.empty();
    }
    String first = allowed.value().get(0);
    Optional<ChosenSize> size = find(draft, first);
    if (size.isEmpty()) {
      draft.problem(
          "resourceProfile",
          "the cluster has no \"" + first + "\" that " + allowed.place() + " names");
    }
    size.ifPresent(
        chosen -> {
          draft.result().resourceProfile(chosen.name());
          draft.apply(AppliedLimit.filledIn("resourceProfile", chosen.name(), allowed.origin()));
        });
    return size;
  }

  /** Whether it sets no limit that a size could set. */
  private static boolean choosesNothing(JobSpecification asked) {
    return asked.resourceLimits().stream().allMatch(limit -> TIMES.contains(limit.type()));
  }

  private Optional<ChosenSize> find(Draft draft, String name) {
    return sizes
        .find(name)
        .map(ChosenSize::of)
        .or(
            () ->
                info.get().resourceProfiles().stream()
                    .filter(profile -> profile.name().equals(name))
                    .findFirst()
                    .map(profile -> ChosenSize.of(profile, draft.asked().cluster())));
  }

  private List<String> names() {
    return Stream.of(
            sizes.all().stream().map(NamedSize::key),
            info.get().resourceProfiles().stream().map(ResourceProfile::name),
            Stream.of(ResourceProfiles.CUSTOM))
        .flatMap(names -> names)
        .distinct()
        .toList();
  }
}
