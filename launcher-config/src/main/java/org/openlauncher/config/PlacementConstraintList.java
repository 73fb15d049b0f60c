package org.openlauncher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.job.PlacementConstraint;

/** Placement constraints as they stand in a file: {@code name:value,name:value,...}. */
final class PlacementConstraintList {
  /** Without a value any text is allowed as one. */
  static final ValueType<List<PlacementConstraint>> TYPE =
      ValueType.of(
          "name:value pairs separated by commas",
          PlacementConstraintList::parse,
          PlacementConstraintList::format);

  private static final ValueType<List<String>> TEXTS = ValueType.list();

  private PlacementConstraintList() {}

  private static Optional<List<PlacementConstraint>> parse(String text) {
    List<PlacementConstraint> constraints = new ArrayList<>();
    for (String pair : TEXTS.parse(text).orElse(List.of(":"))) {
      int colon = pair.indexOf(':');
      String name = colon < 0 ? pair : pair.substring(0, colon).strip();
      String value = colon < 0 ? "" : pair.substring(colon + 1).strip();
      if (name.isEmpty()) {
        return Optional.empty();
      }
      constraints.add(
          new PlacementConstraint(name, Optional.of(value).filter(some -> !some.isEmpty())));
    }
    return Optional.of(List.copyOf(constraints));
  }

  private static String format(List<PlacementConstraint> constraints) {
    return constraints.stream()
        .map(one -> one.name() + one.value().map(value -> ":" + value).orElse(""))
        .collect(Collectors.joining(","));
  }
}
