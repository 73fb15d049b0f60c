package org.openlauncher.host.profiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.config.ProfileOptions;
import org.openlauncher.host.profiles.Draft.Sourced;

/** The placement constraints that a job may set, and those of its size. */
final class PlacementRule {
  private static final String CONSTRAINTS = "placementConstraints";

  private PlacementRule() {}

  static void apply(Draft draft, Optional<ChosenSize> size) {
    List<PlacementConstraint> asked = draft.asked().placementConstraints();
    Optional<Sourced<List<PlacementConstraint>>> allowed =
        draft.set(ProfileOptions.PLACEMENT_CONSTRAINTS);
    for (int index = 0; index < asked.size(); index++) {
      PlacementConstraint constraint = asked.get(index);
      int place = index;
      allowed
          .filter(list -> list.value().stream().noneMatch(one -> fits(constraint, one)))
          .ifPresent(list -> refuse(draft, place, constraint, list));
      draft.apply(AppliedLimit.requested(CONSTRAINTS + "[" + index + "]", text(constraint)));
    }
    size.filter(chosen -> !chosen.placementConstraints().isEmpty())
        .ifPresent(chosen -> addThoseOf(chosen, draft));
  }

  private static void refuse(
      Draft draft,
      int place,
      PlacementConstraint found,
      Sourced<List<PlacementConstraint>> allowed) {
    draft.problem(
        CONSTRAINTS + "[" + place + "]",
        "expected one of ["
            + allowed.value().stream().map(PlacementRule::text).collect(Collectors.joining(", "))
            + "], found \""
            + text(found)
            + "\" ("
            + allowed.place()
            + ")");
  }

  private static void addThoseOf(ChosenSize size, Draft draft) {
    List<PlacementConstraint> all = new ArrayList<>(draft.asked().placementConstraints());
    for (PlacementConstraint constraint : size.placementConstraints()) {
      if (all.stream().anyMatch(one -> one.name().equals(constraint.name()))) {
        draft.problem(
            CONSTRAINTS,
            "resource profile \""
                + size.name()
                + "\" sets "
                + text(constraint)
                + "; leave "
                + constraint.name()
                + " out");
      }
      draft.apply(
          new AppliedLimit(
              CONSTRAINTS + "[" + all.size() + "]",
              Optional.of(text(constraint)),
              Optional.of(size.source()),
              Optional.empty(),
              Optional.empty()));
      all.add(constraint);
    }
    draft.result().placementConstraints(all);
  }

  private static boolean fits(PlacementConstraint asked, PlacementConstraint allowed) {
    return asked.name().equals(allowed.name())
        && (allowed.value().isEmpty() || allowed.value().equals(asked.value()));
  }

  private static String text(PlacementConstraint constraint) {
    return constraint.name() + constraint.value().map(value -> ":" + value).orElse("");
  }
}
