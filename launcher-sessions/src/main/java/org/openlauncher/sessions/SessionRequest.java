package org.openlauncher.sessions;

import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.config.session.JobKind;
import org.openlauncher.config.session.Workbench;

/**
 * What a user asks for.
 *
 * @param workbench the session's program; empty for an ad-hoc job
 * @param image the container's image; empty for the configured one
 * @param port the port of the session; empty: one is chosen
 * @param basePath the path that the session's pages are below, for a proxy; begins and ends with a
 *     slash
 * @param script for an ad-hoc job, instead of a command or a program: a script to run
 * @param job the rest: name, cluster (empty text for the configured one), environment, queues,
 *     limits and so on
 */
public record SessionRequest(
    Optional<Workbench> workbench,
    Optional<String> image,
    Optional<Integer> port,
    String basePath,
    Optional<String> script,
    JobSpecification job) {
  /** Refuses nulls. */
  public SessionRequest {
    Objects.requireNonNull(workbench);
    Objects.requireNonNull(image);
    Objects.requireNonNull(port);
    Objects.requireNonNull(basePath);
    Objects.requireNonNull(script);
    Objects.requireNonNull(job);
  }

  /** Whether it is a session. */
  public JobKind kind() {
    return workbench.isPresent() ? JobKind.SESSION : JobKind.ADHOC;
  }

  /** The request's member, for messages. */
  String path() {
    return workbench.isPresent() ? "$.session" : "$.adhoc";
  }
}
