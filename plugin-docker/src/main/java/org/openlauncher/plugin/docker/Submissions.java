package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes jobs in. What is to be done for one is written down before anything is asked of the engine,
 * so that a crash at any place leaves something to go on with, or nothing at all.
 */
final class Submissions {
  private static final int TOKEN_BYTES = 16;

  private final EngineClient engine;
  private final Path jobsFolder;
  private final ContainerOrder orders;
  private final DockerJobs jobs;
  private final EngineLookout lookout;
  private final SecureRandom random = new SecureRandom();

  Submissions(
      EngineClient engine,
      Path jobsFolder,
      ContainerOrder orders,
      DockerJobs jobs,
      EngineLookout lookout) {
    this.engine = engine;
    this.jobsFolder = jobsFolder;
    this.orders = orders;
    this.jobs = jobs;
    this.lookout = lookout;
  }

  /** Writes the order of a job down, and carries it out as far as it goes at once. */
  Launch submit(LaunchRequest request) {
    orders.validate(request.specification(), request.owner());
    lookout
        .refusal()
        .ifPresent(
            reason -> {
              throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, reason);
            });
    JobFolder folder = new JobFolder(jobsFolder, request.id());
    boolean created = false;
    try {
      created = folder.create(request.specification().stdin());
      if (created) {
        folder.order(orders.of(request, folder, newToken()));
      }
    } catch (IOException failure) {
      if (created) {
        discard(folder);
      }
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "the job can't be written down in " + jobsFolder + ": " + failure.getMessage(),
          failure);
    }
    if (created) {
      jobs.look(jobs.watch(folder, JobState.PENDING));
    }
    return launch(request);
  }

  private static void discard(JobFolder folder) {
    try {
      folder.delete();
    } catch (IOException full) {
      // The failure before tells more.
    }
  }

  private String newToken() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  private static Launch launch(LaunchRequest request) {
    return new Launch(
        DockerHandle.of(request.id()),
        request.specification().stdoutFile(),
        request.specification().stderrFile());
  }

  /** Whether a job was taken in before a crash; what was begun with it is gone on with. */
  Search find(LaunchRequest request) {
    JobFolder folder = new JobFolder(jobsFolder, request.id());
    Optional<JsonNode> end = folder.end();
    if (end.isPresent()) {
      jobs.telling().endAgain(request.id(), end.get());
      return new Search.Found(launch(request));
    }
    if (jobs.find(request.id()).isPresent()
        || folder.order().isPresent()
        || folder.container().isPresent()) {
      jobs.lookSoon(jobs.watch(folder, JobState.PENDING));
      return new Search.Found(launch(request));
    }
    try {
      if (engine
          .find(Address.container(JobLabels.containerName(request.id())) + "/json")
          .isPresent()) {
        return new Search.Unknown(
            "the engine has a container of the job, but the launcher's own record of it is gone");
      }
    } catch (EngineFailure failure) {
      return new Search.Unknown(failure.getMessage());
    }
    // What a crash left before anything was asked of the engine.
    discard(folder);
    return new Search.Absent();
  }

  /** What would be asked of the engine. */
  LaunchPlan plan(LaunchRequest request) {
    orders.validate(request.specification(), request.owner());
    JobSpecification job = request.specification();
    ObjectNode create =
        (ObjectNode)
            orders
                .of(request, new JobFolder(jobsFolder, request.id()), "")
                .get(ContainerOrder.CREATE);
    return new PlannedContainer(orders, engine).of(request, job, create);
  }
}
