package org.openlauncher.sessions;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Workbench;

/** Makes jobs of requests. Safe from any thread; does not block. */
public final class SessionComposer {
  private final SessionConfiguration configuration;
  private final Optional<SessionKey> key;
  private final FreePorts ports;

  /**
   * @param configuration what sessions are made from
   * @param key signs sessions' tokens; empty where sessions are off
   */
  public SessionComposer(SessionConfiguration configuration, Optional<SessionKey> key) {
    this(configuration, key, new FreePorts());
  }

  private SessionComposer(
      SessionConfiguration configuration, Optional<SessionKey> key, FreePorts ports) {
    this.configuration = configuration;
    this.key = key;
    this.ports = ports;
  }

  /** The same with another configuration; ports that one of them chose the other knows. */
  public SessionComposer with(SessionConfiguration fresh) {
    return new SessionComposer(fresh, key, ports);
  }

  /**
   * Chooses the cluster of a request.
   *
   * @param open the clusters that are open to the user, in the order of the configuration
   * @throws LauncherException {@code RequestNotSupported} where there are no such sessions, naming
   *     what to configure; {@code InvalidRequest} where the cluster is not for such jobs
   */
  public ClusterChoice cluster(SessionRequest request, List<String> open) {
    request.workbench().ifPresent(this::requireEnabled);
    return ClusterChoice.of(request, configuration, open);
  }

  private void requireEnabled(Workbench workbench) {
    if (!configuration.sessionsEnabled().value()) {
      throw off("sessions", Workbench.RSTUDIO);
    }
    if (!configuration.enabled(workbench).value()) {
      throw off(workbench.word() + " sessions", workbench);
    }
    requireKey();
  }

  private LauncherException off(String what, Workbench workbench) {
    return new LauncherException(
        ErrorCode.REQUEST_NOT_SUPPORTED,
        what
            + " are not enabled here; an administrator enables them with "
            + configuration.enabling(workbench));
  }

  private SessionKey requireKey() {
    return key.orElseThrow(
        () ->
            new LauncherException(
                ErrorCode.REQUEST_NOT_SUPPORTED,
                "there are no sessions here: the launcher has no session key"));
  }

  /**
   * Makes the job.
   *
   * @param owner whom it is for
   * @param choice the cluster, as {@link #cluster} chose it
   * @param facts what that cluster can do
   * @param taken ports that the session must not be given
   */
  public ComposedJob compose(
      SessionRequest request,
      UserAccount owner,
      ClusterChoice choice,
      ClusterFacts facts,
      Set<Integer> taken) {
    Composition composition = new Composition(configuration, request, owner, choice, facts);
    return request
        .workbench()
        .map(
            workbench -> {
              SessionCommand command = new SessionCommand(configuration, workbench);
              int port =
                  request
                      .port()
                      .orElseGet(
                          () -> facts.ownNetwork() ? command.usualPort() : ports.choose(taken));
              return composition.session(command, port, requireKey());
            })
        .orElseGet(composition::adhoc);
  }

  /** The configuration in use. */
  public SessionConfiguration configuration() {
    return configuration;
  }

  /** The key in use; empty where sessions are off. */
  public Optional<SessionKey> key() {
    return key;
  }
}
