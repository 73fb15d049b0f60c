package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.config.ConfigurationFile.Entry;
import org.openlauncher.config.ConfigurationFile.Section;
import org.openlauncher.config.EffectiveProfile.Amount;

/** The named sizes of one cluster: what {@code launcher.<cluster>.resources.conf} says. */
public final class ResourceProfiles {
  /** The name that stands for free choice of limits. */
  public static final String CUSTOM = "custom";

  private final Path file;
  private final Map<String, NamedSize> sizes = new LinkedHashMap<>();
  private final List<EffectiveValue> listed = new ArrayList<>();

  private ResourceProfiles(Path file) {
    this.file = file;
  }

  static ResourceProfiles none(Path file) {
    return new ResourceProfiles(file);
  }

  static ResourceProfiles read(
      Path file, String cluster, List<Section> content, Problems problems) {
    ResourceProfiles read = new ResourceProfiles(file);
    for (Section section : content) {
      section
          .header()
          .ifPresentOrElse(
              header -> read.add(cluster, section, header, problems),
              () -> outside(section.entries(), problems));
    }
    return read;
  }

  private static void outside(List<Entry> entries, Problems problems) {
    for (Entry entry : entries) {
      problems.error(
          entry.origin(),
          "expected the [name] of a size before the first key, found " + Quoted.of(entry.key()));
    }
  }

  private void add(String cluster, Section section, Origin header, Problems problems) {
    String key = section.name();
    OptionValues values =
        OptionValues.read(file, section, "[" + key + "]", ResourceProfileOptions.ALL, problems);
    if (key.equals(CUSTOM)) {
      problems.error(
          header, "[" + CUSTOM + "]: this name stands for free choice; expected another one");
      return;
    }
    if (key.indexOf(',') >= 0) {
      problems.error(header, "[" + key + "]: expected a name without a comma, since lists name it");
      return;
    }
    Map<String, Origin> origins = new HashMap<>();
    List<ResourceLimit> limits = new ArrayList<>();
    for (ProfileLimit<?> limit : ResourceProfileOptions.LIMITS) {
      amount(values, limit)
          .ifPresent(
              amount -> {
                limits.add(new ResourceLimit(limit.type(), amount.text()));
                origins.put(limit.type(), amount.origin());
              });
    }
    List<PlacementConstraint> constraints =
        values.find(ResourceProfileOptions.PLACEMENT_CONSTRAINTS).orElse(List.of());
    constraints.stream()
        .filter(constraint -> constraint.value().isEmpty())
        .findFirst()
        .ifPresent(
            open ->
                problems.error(
                    values.origin(ResourceProfileOptions.PLACEMENT_CONSTRAINTS).orElse(header),
                    "placement-constraints: expected name:value, found " + Quoted.of(open.name())));
    NamedSize size =
        new NamedSize(
            key,
            values.find(ResourceProfileOptions.NAME),
            limits,
            values.find(ResourceProfileOptions.PARTITION),
            constraints,
            header,
            origins);
    Optional<NamedSize> earlier = Optional.ofNullable(sizes.putIfAbsent(key, size));
    earlier.ifPresent(
        first ->
            problems.error(
                header, "[" + key + "] stands here already, in line " + first.origin().line()));
    listed.addAll(values.listed(file, Optional.of(key), Optional.of(cluster)));
  }

  private static <T> Optional<Amount> amount(OptionValues values, ProfileLimit<T> limit) {
    return EffectiveProfile.amount(values, limit.maximum(), limit.amount());
  }

  /** The size of a name. */
  public Optional<NamedSize> find(String name) {
    return Optional.ofNullable(sizes.get(name));
  }

  /** All of them, in the file's order. */
  public List<NamedSize> all() {
    return List.copyOf(sizes.values());
  }

  /** The file, whether it exists or not. */
  public Path file() {
    return file;
  }

  List<EffectiveValue> listed() {
    return listed;
  }
}
