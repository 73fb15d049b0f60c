package org.openlauncher.host.profiles;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.ProfileOptions;
import org.openlauncher.host.profiles.Draft.Sourced;

/**
 * The queues that a job may go to. One that names none goes to the default, or else to the first
 * one that is allowed.
 */
final class QueueRule {
  private static final String QUEUES = "queues";

  private QueueRule() {}

  static void apply(Draft draft, Optional<ChosenSize> size) {
    List<String> asked = draft.asked().queues();
    Optional<Sourced<List<String>>> allowed = draft.set(ProfileOptions.ALLOWED_PARTITIONS);
    Optional<ChosenSize> withQueue = size.filter(chosen -> chosen.queue().isPresent());
    if (withQueue.isPresent()) {
      ofSize(draft, withQueue.get(), allowed);
      return;
    }
    if (asked.isEmpty()) {
      fillIn(draft, allowed);
      return;
    }
    AppliedLimit applied = AppliedLimit.requested(QUEUES, String.join(",", asked));
    draft.apply(
        allowed
            .map(list -> applied.within(String.join(",", list.value()), origin(list)))
            .orElse(applied));
    for (int index = 0; index < asked.size(); index++) {
      String queue = asked.get(index);
      int place = index;
      allowed
          .filter(list -> !list.value().contains(queue))
          .ifPresent(list -> refuse(draft, QUEUES + "[" + place + "]", queue, list));
    }
  }

  private static void ofSize(
      Draft draft, ChosenSize size, Optional<Sourced<List<String>>> allowed) {
    String queue = size.queue().orElseThrow();
    if (!draft.asked().queues().isEmpty()) {
      draft.problem(
          QUEUES,
          "resource profile \"" + size.name() + "\" sets the queue " + queue + "; leave them out");
    }
    allowed
        .filter(list -> !list.value().contains(queue))
        .ifPresent(list -> refuse(draft, "resourceProfile", queue, list));
    draft.result().queues(List.of(queue));
    draft.apply(
        new AppliedLimit(
            QUEUES,
            Optional.of(queue),
            Optional.of(size.source()),
            Optional.empty(),
            Optional.empty()));
  }

  private static void refuse(
      Draft draft, String member, String queue, Sourced<List<String>> allowed) {
    draft.problem(
        member,
        "expected one of "
            + allowed.value()
            + ", found \""
            + queue
            + "\" ("
            + allowed.place()
            + ")");
  }

  private static void fillIn(Draft draft, Optional<Sourced<List<String>>> allowed) {
    Optional<Sourced<String>> chosen =
        draft
            .set(ProfileOptions.DEFAULT_PARTITION)
            .or(
                () ->
                    allowed.map(
                        list -> new Sourced<>(list.option(), list.value().get(0), list.origin())));
    if (chosen.isEmpty()) {
      return;
    }
    String queue = chosen.get().value();
    allowed
        .filter(list -> !list.value().contains(queue))
        .ifPresent(list -> refuse(draft, QUEUES, queue, list));
    draft.result().queues(List.of(queue));
    AppliedLimit applied = AppliedLimit.filledIn(QUEUES, queue, chosen.get().origin());
    draft.apply(
        allowed
            .map(list -> applied.within(String.join(",", list.value()), origin(list)))
            .orElse(applied));
  }

  private static Optional<Origin> origin(Sourced<?> value) {
    return Optional.of(value.origin());
  }
}
