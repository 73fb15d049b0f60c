package org.openlauncher.host.profiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.config.EffectiveProfile;
import org.openlauncher.config.ProfileOptions;
import org.openlauncher.host.profiles.Draft.Sourced;

/**
 * The images that a job may use. Where the profile names any, or says that unknown ones are not
 * allowed, it may use no other; the default image counts among those that are named.
 */
final class ImageRule {
  private static final String IMAGE = "container.image";

  private ImageRule() {}

  static void apply(Draft draft) {
    if (!draft.capabilities().has(Capabilities.Feature.CONTAINERS)) {
      return;
    }
    Optional<Sourced<String>> byDefault = draft.set(ProfileOptions.DEFAULT_CONTAINER_IMAGE);
    if (draft.asked().container().isEmpty()) {
      byDefault.ifPresent(
          image -> {
            draft
                .result()
                .container(
                    new Container(
                        image.value(), Optional.empty(), Optional.empty(), List.of(), false));
            draft.apply(AppliedLimit.filledIn(IMAGE, image.value(), image.origin()));
          });
      return;
    }
    String image = draft.asked().container().get().image();
    AppliedLimit applied = AppliedLimit.requested(IMAGE, image);
    if (!restricted(draft.profile())) {
      draft.apply(applied);
      return;
    }
    List<String> allowed = allowed(draft.profile());
    Origin origin = origin(draft.profile());
    draft.apply(applied.within(String.join(",", allowed), Optional.of(origin)));
    if (!allowed.contains(image)) {
      draft.problem(
          IMAGE,
          "expected "
              + (allowed.isEmpty() ? "none, since no image is allowed" : "one of " + allowed)
              + ", found \""
              + image
              + "\" ("
              + origin
              + ")");
    }
  }

  /** Whether only {@link #allowed} images may be used. */
  static boolean restricted(EffectiveProfile profile) {
    boolean unknownAllowed = profile.get(ProfileOptions.ALLOW_UNKNOWN_IMAGES);
    return !unknownAllowed
        && (profile.origin(ProfileOptions.ALLOW_UNKNOWN_IMAGES).isPresent()
            || profile.find(ProfileOptions.CONTAINER_IMAGES).isPresent()
            || profile.find(ProfileOptions.DEFAULT_CONTAINER_IMAGE).isPresent());
  }

  /** The images that the profile names. */
  static List<String> allowed(EffectiveProfile profile) {
    List<String> images =
        new ArrayList<>(profile.find(ProfileOptions.CONTAINER_IMAGES).orElse(List.of()));
    profile
        .find(ProfileOptions.DEFAULT_CONTAINER_IMAGE)
        .filter(image -> !images.contains(image))
        .ifPresent(images::add);
    return images;
  }

  private static Origin origin(EffectiveProfile profile) {
    return profile
        .origin(ProfileOptions.CONTAINER_IMAGES)
        .or(() -> profile.origin(ProfileOptions.DEFAULT_CONTAINER_IMAGE))
        .or(() -> profile.origin(ProfileOptions.ALLOW_UNKNOWN_IMAGES))
        .orElseThrow();
  }
}
