package org.openlauncher.host.profiles;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.config.EffectiveProfile.Amount;
import org.openlauncher.config.EffectiveProfile.Limit;

/**
 * The resource limits of a job: those of its size or its own, within the maxima; what it does not
 * ask for is filled in, with the default or else with the maximum. A limit that the cluster can't
 * enforce is not filled in; the log told the administrator so.
 */
final class LimitRule {
  private final Draft draft;
  private final Map<String, Value> values = new LinkedHashMap<>();

  private LimitRule(Draft draft) {
    this.draft = draft;
  }

  /**
   * A limit of the job.
   *
   * @param text its value
   * @param applied where the value comes from
   * @param member the member of the request that it stands in
   */
  private record Value(String text, AppliedLimit applied, String member) {
    /** Empty where the text is no number, which then the cluster refuses. */
    Optional<BigDecimal> number() {
      return text.matches("[0-9]{1,15}(\\.[0-9]{1,9})?")
          ? Optional.of(new BigDecimal(text))
          : Optional.empty();
    }
  }

  static void apply(Draft draft, Optional<ChosenSize> size) {
    LimitRule rule = new LimitRule(draft);
    rule.takeAsked();
    size.ifPresent(rule::takeSize);
    draft.profile().limits().forEach(rule::hold);
    draft
        .result()
        .resourceLimits(
            rule.values.entrySet().stream()
                .map(entry -> new ResourceLimit(entry.getKey(), entry.getValue().text()))
                .toList());
    rule.values.values().forEach(value -> draft.apply(value.applied()));
  }

  private void takeAsked() {
    List<ResourceLimit> asked = draft.asked().resourceLimits();
    for (int index = 0; index < asked.size(); index++) {
      ResourceLimit limit = asked.get(index);
      values.put(
          limit.type(),
          new Value(
              limit.value(),
              AppliedLimit.requested(limit.type(), limit.value()),
              "resourceLimits[" + index + "].value"));
    }
  }

  private void takeSize(ChosenSize size) {
    for (ResourceLimit limit : size.limits()) {
      values.put(
          limit.type(),
          new Value(
              limit.value(),
              new AppliedLimit(
                  limit.type(),
                  Optional.of(limit.value()),
                  Optional.of(size.sourceOf().apply(limit)),
                  Optional.empty(),
                  Optional.empty()),
              "resourceProfile"));
    }
  }

  private void hold(Limit limit) {
    Optional<Value> asked = Optional.ofNullable(values.get(limit.type()));
    if (asked.isPresent()) {
      limit.maximum().ifPresent(maximum -> check(limit.type(), asked.get(), maximum));
    } else if (EnforcedLimits.holds(draft.capabilities(), limit.type())) {
      fillIn(limit);
    }
    if (limit.type().equals(ResourceLimit.GPUS)) {
      limit.maximum().ifPresent(this::checkAllGpus);
    }
  }

  private void check(String type, Value value, Amount maximum) {
    values.put(
        type,
        new Value(
            value.text(),
            value.applied().within(maximum.text(), Optional.of(maximum.origin())),
            value.member()));
    if (value.number().isEmpty()) {
      return;
    }
    BigDecimal number = value.number().get();
    if (number.compareTo(maximum.value()) > 0) {
      draft.problem(
          value.member(),
          type
              + " "
              + value.text()
              + from(value)
              + " is more than the most that you may ask for, "
              + maximum.text()
              + place(maximum));
    } else if (number.signum() == 0 && !isCountOfDevices(type)) {
      draft.problem(
          value.member(),
          type
              + " "
              + value.text()
              + from(value)
              + " would stand for no limit; expected more than 0, at most "
              + maximum.text()
              + place(maximum));
    }
  }

  private static String from(Value value) {
    return value.member().equals("resourceProfile")
        ? " (" + value.applied().source().orElseThrow() + ")"
        : "";
  }

  private static String place(Amount amount) {
    return " (" + amount.option() + ", " + amount.origin() + ")";
  }

  /** Of what a job has none unless it asks, a maximum alone is no reason to give it any. */
  private static boolean isCountOfDevices(String type) {
    return type.equals(ResourceLimit.NVIDIA_GPUS)
        || type.equals(ResourceLimit.AMD_GPUS)
        || type.equals(ResourceLimit.GPUS)
        || type.startsWith(ResourceLimit.GPUS_OF_KIND);
  }

  private void fillIn(Limit limit) {
    Optional<Amount> amount =
        limit
            .byDefault()
            .or(() -> limit.maximum().filter(maximum -> !isCountOfDevices(limit.type())));
    if (amount.isEmpty()) {
      limit
          .maximum()
          .ifPresent(
              maximum ->
                  draft.apply(
                      AppliedLimit.bound(
                          limit.type(), maximum.text(), Optional.of(maximum.origin()))));
      return;
    }
    Amount chosen = amount.get();
    if (limit.maximum().filter(most -> chosen.value().compareTo(most.value()) > 0).isPresent()) {
      Amount maximum = limit.maximum().get();
      draft.problem(
          "resourceLimits",
          limit.type()
              + ": you have to ask for some, at most "
              + maximum.text()
              + place(maximum)
              + ", since the default is more than that: "
              + chosen.text()
              + place(chosen));
      return;
    }
    AppliedLimit applied = AppliedLimit.filledIn(limit.type(), chosen.text(), chosen.origin());
    values.put(
        limit.type(),
        new Value(
            chosen.text(),
            limit
                .maximum()
                .map(most -> applied.within(most.text(), Optional.of(most.origin())))
                .orElse(applied),
            "resourceLimits"));
  }

  /** Those of one kind count among all of them. */
  private void checkAllGpus(Amount maximum) {
    List<String> ofKinds = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      boolean ofKind = entry.getKey().startsWith(ResourceLimit.GPUS_OF_KIND);
      if (ofKind || entry.getKey().equals(ResourceLimit.GPUS)) {
        sum = sum.add(entry.getValue().number().orElse(BigDecimal.ZERO));
      }
      if (ofKind) {
        ofKinds.add(entry.getKey());
      }
    }
    if (!ofKinds.isEmpty() && sum.compareTo(maximum.value()) > 0) {
      draft.problem(
          "resourceLimits",
          "gpus and "
              + String.join(", ", ofKinds)
              + " together are "
              + sum.toPlainString()
              + ", more than the most that you may ask for, "
              + maximum.text()
              + place(maximum));
    }
  }
}
