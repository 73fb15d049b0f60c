package org.openlauncher.sessions;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Sourced;
import org.openlauncher.config.session.Workbench;

/** Chooses the image of a job's container. */
record Images(SessionConfiguration configuration) {

  /**
   * The image and who chose it.
   *
   * @param name the image's name
   * @param source for people
   */
  record Choice(String name, String source) {}

  Choice choose(SessionRequest request, ClusterFacts cluster) {
    Optional<Sourced<String>> configured = request.workbench().flatMap(configuration::sessionImage);
    Choice choice =
        request
            .image()
            .map(name -> new Choice(name, Setting.REQUEST))
            .or(() -> configured.map(image -> new Choice(image.value(), image.source())))
            .or(
                () ->
                    cluster
                        .defaultImage()
                        .map(name -> new Choice(name, "cluster " + cluster.name())))
            .orElseThrow(() -> none(request, cluster));
    allowed(request)
        .filter(list -> !list.value().contains(choice.name()))
        .ifPresent(
            list -> {
              throw new LauncherException(
                  ErrorCode.INVALID_REQUEST,
                  request.path()
                      + ".image: expected one of "
                      + String.join(", ", list.value())
                      + " ("
                      + list.source()
                      + "), found "
                      + choice.name()
                      + " ("
                      + choice.source()
                      + ")");
            });
    return choice;
  }

  private Optional<Sourced<List<String>>> allowed(SessionRequest request) {
    Optional<Workbench> workbench = request.workbench();
    return workbench.isPresent()
        ? configuration.sessionImages(workbench.get())
        : configuration.adhocImages();
  }

  private static LauncherException none(SessionRequest request, ClusterFacts cluster) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST,
        request.path()
            + ".image: cluster "
            + cluster.name()
            + " runs containers and has no default image for it; name one, or set "
            + (request.workbench().isPresent()
                ? "launcher-sessions-container-image in rserver.conf"
                : "default-container-image in the cluster's file of profiles"));
  }
}
