package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.container.ContainerUser;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiRefusal;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.ApiUnreachableException;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives jobs to the cluster. A Job is named by its job's id: so a second one is refused by the
 * cluster itself, and one whose answer was lost is found again.
 */
final class Submissions {
  private final ApiServer api;
  private final JobNames names;
  private final Path jobsFolder;
  private final JobObjects objects;
  private final KubernetesJobs jobs;
  private final ProgramMap program;
  private final EndedJobs endedJobs;

  Submissions(
      ApiServer api,
      JobNames names,
      Path jobsFolder,
      JobObjects objects,
      KubernetesJobs jobs,
      ProgramMap program,
      EndedJobs endedJobs) {
    this.api = api;
    this.names = names;
    this.jobsFolder = jobsFolder;
    this.objects = objects;
    this.jobs = jobs;
    this.program = program;
    this.endedJobs = endedJobs;
  }

  Launch submit(LaunchRequest request) {
    objects.validate(request.specification(), request.owner());
    JobFolder folder = new JobFolder(jobsFolder, request.id());
    Optional<JsonNode> end = folder.end();
    if (end.isPresent()) {
      jobs.telling().endAgain(request.id(), end.get());
      return launch(request);
    }
    if (jobs.find(request.id()).isPresent() && folder.isSubmitted()) {
      return launch(request);
    }
    ObjectNode job = objects.job(request);
    ObjectNode secret = objects.secret(request);
    Optional<ObjectNode> service = objects.service(request);
    try {
      folder.create();
      endedJobs.keep(request.id());
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "the job can't be written down in " + jobsFolder + ": " + failure.getMessage(),
          failure);
    }
    JobEntry entry = jobs.watch(folder, JobState.PENDING);
    try {
      program.ensure();
      make(names.core("secrets"), secret);
      if (service.isPresent()) {
        make(names.core("services"), service.get());
      }
      JsonNode made = make(request, job);
      folder.submitted();
      own(request, made, service.isPresent());
      jobs.lookSoon(entry);
      return launch(request);
    } catch (ApiRefusal refusal) {
      if (refusal.inDoubt()) {
        throw new AmbiguousLaunchException(refusal.getMessage(), refusal);
      }
      jobs.drop(request.id());
      endedJobs.withdraw(request.id());
      throw told(refusal);
    } catch (ApiUnreachableException failure) {
      throw lost(request, failure);
    } catch (IOException failure) {
      throw new AmbiguousLaunchException(
          "the cluster has the job, but the launcher can't write that down: "
              + failure.getMessage(),
          failure);
    }
  }

  /** An object that is there already was made for this job, by an attempt before. */
  private void make(String collection, ObjectNode object) {
    try {
      api.post(collection, object);
    } catch (ApiRefusal refusal) {
      if (!refusal.alreadyExists()) {
        throw refusal;
      }
    }
  }

  private JsonNode make(LaunchRequest request, ObjectNode job) {
    try {
      return api.post(names.jobs(), job);
    } catch (ApiRefusal refusal) {
      if (!refusal.alreadyExists()) {
        throw refusal;
      }
      JsonNode present = present(request);
      if (!names.job(present).equals(Optional.of(request.id()))) {
        throw new LaunchFailedException(
            StatusCode.LAUNCH_FAILED,
            "the cluster has a Job "
                + JobNames.object(request.id())
                + " that is not this launcher's");
      }
      return present;
    }
  }

  /** The Job that an attempt before has made: what can't be seen of it now leaves all in doubt. */
  private JsonNode present(LaunchRequest request) {
    try {
      return api.get(names.job(request.id()));
    } catch (ApiFailure failure) {
      throw new AmbiguousLaunchException(failure.getMessage(), failure);
    }
  }

  /** What goes with the Job when that goes. It does so without, too, if the launcher is there. */
  private void own(LaunchRequest request, JsonNode job, boolean service) {
    ObjectNode change = Json.MAPPER.createObjectNode();
    change
        .putObject("metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "batch/v1")
        .put("kind", "Job")
        .put("name", JobNames.object(request.id()))
        .put("uid", JobEntry.uid(job));
    for (String address :
        service
            ? List.of(names.secret(request.id()), names.service(request.id()))
            : List.of(names.secret(request.id()))) {
      try {
        api.patch(address, change);
      } catch (ApiFailure gone) {
        // The Secret may have gone already, since its pod runs.
      }
    }
  }

  private LauncherException told(ApiRefusal refusal) {
    if (refusal.forbidden() || refusal.temporary()) {
      return new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, refusal.getMessage(), refusal);
    }
    if (refusal.notFound()) {
      return new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "there is no namespace " + names.namespace() + ": " + refusal.getMessage(),
          refusal);
    }
    return new LaunchFailedException(
        StatusCode.LAUNCH_FAILED, "the cluster refuses the job: " + refusal.getMessage());
  }

  private LauncherException lost(LaunchRequest request, ApiUnreachableException failure) {
    if (!failure.nothingSent()) {
      return new AmbiguousLaunchException(failure.getMessage(), failure);
    }
    jobs.drop(request.id());
    endedJobs.withdrawLater(request.id());
    return new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
  }

  private Launch launch(LaunchRequest request) {
    return new Launch(
        KubernetesHandle.of(request.id(), names.namespace()),
        request.specification().stdoutFile(),
        request.specification().stderrFile());
  }

  /** Whether the cluster has taken a job in before a crash. */
  Search find(LaunchRequest request) {
    JobFolder folder = new JobFolder(jobsFolder, request.id());
    Optional<JsonNode> end = folder.end();
    if (end.isPresent()) {
      jobs.telling().endAgain(request.id(), end.get());
      return new Search.Found(launch(request));
    }
    if (folder.isSubmitted()) {
      jobs.lookSoon(jobs.watch(folder, JobState.PENDING));
      return new Search.Found(launch(request));
    }
    try {
      Optional<JsonNode> job = api.find(names.job(request.id()));
      if (job.isPresent()) {
        if (names.job(job.get()).isEmpty()) {
          return new Search.Unknown(
              "the cluster has a Job of this name that is not this launcher's");
        }
        folder.create();
        folder.submitted();
        own(request, job.get(), !request.specification().exposedPorts().isEmpty());
        JobEntry entry = jobs.watch(folder, JobState.PENDING);
        entry.job(job.get());
        jobs.adopt(entry);
        return new Search.Found(launch(request));
      }
      jobs.drop(request.id());
      return endedJobs.withdraw(request.id())
          ? new Search.Absent()
          : new Search.Unknown("what was begun of the job can't be removed at present");
    } catch (ApiFailure failure) {
      return new Search.Unknown(failure.getMessage());
    } catch (IOException failure) {
      return new Search.Unknown("the job can't be written down: " + failure.getMessage());
    }
  }

  /** What would be asked of the cluster. */
  LaunchPlan plan(LaunchRequest request) {
    objects.validate(request.specification(), request.owner());
    ContainerUser user = objects.user(request.specification(), request.owner());
    List<String> words = objects.arguments(request);
    return new LaunchPlan(
        new LaunchPlan.RunAs(user.name(), user.uid(), user.primaryGroup().gid()),
        words.subList(words.indexOf("--") + 1, words.size()),
        objects.environment(request).entrySet().stream()
            .map(entry -> new EnvironmentVariable(entry.getKey(), entry.getValue()))
            .toList(),
        objects.workingDirectory(request),
        request.specification().stdoutFile(),
        request.specification().stderrFile(),
        Optional.of(new JsonText(objects.job(request).toString())),
        List.of());
  }
}
