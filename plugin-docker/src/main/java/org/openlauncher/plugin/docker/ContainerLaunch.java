package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.container.program.InitRecord;
import org.openlauncher.plugin.docker.DockerOptions.PullPolicy;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the order of a job: looks for its image, makes the container and starts it. Can be
 * repeated after a crash at any place: what was done is found by the container's name and token.
 */
final class ContainerLaunch {
  private final EngineClient engine;
  private final JobLabels labels;
  private final Account account;
  private final StatusTranslation translation;
  private final PullPolicy policy;

  ContainerLaunch(
      EngineClient engine, JobLabels labels, StatusTranslation translation, PullPolicy policy) {
    this.engine = engine;
    this.labels = labels;
    this.account = new Account(engine);
    this.translation = translation;
    this.policy = policy;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** The container was started. */
    record Started() implements Outcome {}

    /**
     * The image has to be fetched first.
     *
     * @param image its name
     */
    record Fetch(String image) implements Outcome {}

    /**
     * The engine can't do it now.
     *
     * @param reason its words
     */
    record Later(String reason) implements Outcome {}

    /**
     * It can't be started.
     *
     * @param status what becomes of the job
     */
    record Failed(JobStatus status) implements Outcome {}
  }

  /** Does what is left to do. */
  Outcome carryOut(JobEntry job, JsonNode order) {
    String name = order.path(ContainerOrder.CREATE).path("Image").asString("");
    boolean earlierTry = job.container().isPresent();
    try {
      if (!earlierTry) {
        Optional<JsonNode> image = image(name);
        if (image.isEmpty() && policy == PullPolicy.NEVER) {
          return failed(
              StatusCode.IMAGE_NOT_FOUND,
              "There is no image " + name + " at the engine, and it may not be fetched.");
        }
        boolean fetch = image.isEmpty() || policy == PullPolicy.ALWAYS;
        if (fetch && !job.fetched()) {
          return new Outcome.Fetch(name);
        }
        if (image.isEmpty()) {
          return failed(StatusCode.IMAGE_NOT_FOUND, "There is no image " + name + ".");
        }
        Optional<Outcome> failure = create(job, order, image.get());
        if (failure.isPresent()) {
          return failure.get();
        }
      } else if (startedBefore(job.container().get())) {
        job.folder().removeOrder();
        return new Outcome.Started();
      } else if (order.has(ContainerOrder.ACCOUNT)) {
        account.makeAgain(job.container().get(), order.get(ContainerOrder.ACCOUNT));
      }
      engine.post(Address.container(job.container().orElseThrow()) + "/start");
      job.folder().removeOrder();
      return new Outcome.Started();
    } catch (EngineException refusal) {
      if (refusal.passing()) {
        return new Outcome.Later(refusal.getMessage());
      }
      if (earlierTry || (refusal.leftOver() && job.remake())) {
        return again(job);
      }
      return new Outcome.Failed(translation.refused(refusal, name));
    }
  }

  /**
   * An engine that was killed while it started a container can't start it ever after, and tells it
   * in many words. Where the job was not started, another container is made; what can't be started
   * for a reason of its own fails then with that one for good.
   */
  private Outcome again(JobEntry job) {
    String container = job.container().orElseThrow();
    try {
      InitRecord record = InitRecord.read(job.folder().record());
      if (record.started() || record.ending().isPresent()) {
        job.folder().removeOrder();
        return new Outcome.Started();
      }
      engine.delete(Address.container(container) + "?force=1&v=1");
      // Whatever is left of the container's first process has the old files, and waits for ever.
      job.folder().renewWritten();
      job.folder().removeContainer();
      job.withoutContainer();
    } catch (EngineException | IOException failure) {
      return new Outcome.Later(String.valueOf(failure.getMessage()));
    }
    return new Outcome.Later("the engine has kept something of an earlier try");
  }

  /**
   * Whether the engine got the request before the launcher died. One that is still on its way there
   * does no harm: the container's first process starts a job once only.
   */
  private boolean startedBefore(String container) {
    return engine
        .find(Address.container(container) + "/json")
        .map(found -> !found.path("State").path("Status").asString("").equals("created"))
        .orElse(true);
  }

  private Optional<JsonNode> image(String name) {
    return engine.find("/images/" + name + "/json");
  }

  private Optional<Outcome> create(JobEntry job, JsonNode order, JsonNode image) {
    Optional<ObjectNode> request = ContainerOrder.complete(order, image.path("Config"));
    if (request.isEmpty()) {
      return Optional.of(
          failed(
              StatusCode.COMMAND_NOT_FOUND,
              "Neither the job nor its image names a program to run."));
    }
    String name = JobLabels.containerName(job.id());
    try {
      note(job, engine.post("/containers/create?name=" + name, request.get()));
    } catch (EngineException refusal) {
      if (!refusal.conflict()) {
        throw refusal;
      }
      JsonNode present = engine.get(Address.container(name) + "/json");
      if (!labels.made(
          present.path("Config").path("Labels"),
          job.id(),
          order.path(ContainerOrder.TOKEN).asString(""))) {
        throw refusal;
      }
      note(job, present);
      return Optional.of(carryOut(job, order));
    }
    if (order.has(ContainerOrder.ACCOUNT)) {
      makeAccount(job, image, order.get(ContainerOrder.ACCOUNT));
    }
    return Optional.empty();
  }

  private void makeAccount(JobEntry job, JsonNode image, JsonNode noted) {
    try {
      List<String> notes =
          account.make(job.container().orElseThrow(), image.path("Id").asString(""), noted);
      if (!notes.isEmpty()) {
        job.folder().notes(notes);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void note(JobEntry job, JsonNode container) {
    String id = container.path("Id").asString("");
    try {
      job.folder().container(id);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    job.container(id);
  }

  private Outcome.Failed failed(StatusCode code, String message) {
    return new Outcome.Failed(
        JobStatus.of(JobState.FAILED).because(code, message).onHost(translation.host()));
  }
}
