package org.openlauncher.sessions;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Sourced;

/**
 * The cluster of a job and who chose it.
 *
 * @param name the cluster's name
 * @param source for people
 */
public record ClusterChoice(String name, String source) {

  /**
   * Chooses: the request's, else the default one, else the first that is listed for such jobs and
   * open to the user, else the first that is open.
   *
   * @param open the clusters that are open to the user, in the order of the configuration
   */
  static ClusterChoice of(
      SessionRequest request, SessionConfiguration configuration, List<String> open) {
    Optional<Sourced<List<String>>> allowed =
        request.workbench().isPresent()
            ? configuration.sessionClusters(request.workbench().get())
            : configuration.adhocClusters();
    List<String> usable =
        allowed
            .map(
                list ->
                    list.value().stream()
                        .flatMap(name -> open.stream().filter(name::equalsIgnoreCase))
                        .toList())
            .orElse(open);
    Optional<ClusterChoice> asked =
        Optional.of(request.job().cluster())
            .filter(name -> !name.isEmpty())
            .map(name -> new ClusterChoice(name, Setting.REQUEST));
    ClusterChoice choice =
        asked
            .or(
                () ->
                    configuration
                        .defaultCluster()
                        .map(name -> new ClusterChoice(name.value(), name.source())))
            .or(
                () ->
                    usable.stream()
                        .findFirst()
                        .map(
                            name ->
                                new ClusterChoice(
                                    name, allowed.map(Sourced::source).orElse("default"))))
            .orElseThrow(() -> refused(request, "no cluster", "nothing", usable, allowed));
    return usable.stream()
        .filter(choice.name()::equalsIgnoreCase)
        .findFirst()
        .map(name -> new ClusterChoice(name, choice.source()))
        .orElseThrow(() -> refused(request, choice.name(), choice.source(), usable, allowed));
  }

  private static LauncherException refused(
      SessionRequest request,
      String found,
      String source,
      List<String> usable,
      Optional<Sourced<List<String>>> allowed) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST,
        request.path()
            + ".cluster: expected one of "
            + (usable.isEmpty() ? "none that is open to you" : String.join(", ", usable))
            + allowed.map(list -> " (" + list.source() + ")").orElse("")
            + ", found "
            + found
            + " ("
            + source
            + ")");
  }
}
