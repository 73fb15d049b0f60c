package org.openlauncher.plugin.nativeplugin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.wire.RequestType;
import org.openlauncher.wire.WireNumbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Suspends, resumes and ends jobs through the plugin. */
final class NativeControl {
  private static final Logger LOG = LoggerFactory.getLogger(NativeControl.class);
  private static final Duration RESUME_PATIENCE = Duration.ofSeconds(5);

  private final Duration patience;
  private final PluginLink link;
  private final NativeJobs jobs;

  /**
   * @param patience how long an answer is waited for
   */
  NativeControl(Duration patience, PluginLink link, NativeJobs jobs) {
    this.patience = patience;
    this.link = link;
    this.jobs = jobs;
  }

  /** Does what the operation says, or has it done. */
  ControlResult carryOut(TrackedJob job, JobOperation operation) {
    boolean ends =
        switch (operation) {
          case STOP, KILL, CANCEL -> true;
          case SUSPEND, RESUME -> false;
        };
    if (ends && job.state().equals(Optional.of(JobState.SUSPENDED))) {
      // Plugins refuse to end a suspended job.
      ask(job, JobOperation.RESUME);
      awaitState(job, JobState.RUNNING);
    }
    if (ends) {
      job.askedToEnd();
    }
    return ask(job, operation);
  }

  private static void awaitState(TrackedJob job, JobState wanted) {
    CompletableFuture<JobState> next = job.nextState();
    if (!job.state().equals(Optional.of(wanted))) {
      try {
        Answers.await(next, RESUME_PATIENCE);
      } catch (LauncherException late) {
        LOG.debug("Job {} has not changed its state yet", job.id(), late);
      }
    }
  }

  /** Some plugins never answer: that the job changed as it should is an answer, too. */
  private ControlResult ask(TrackedJob job, JobOperation operation) {
    Conversation conversation = link.conversation();
    CompletableFuture<JobState> next = job.nextState();
    CompletableFuture<JsonNode> answer =
        conversation.ask(
            Conversation.request(RequestType.CONTROL_JOB, job.owner(), job.nativeId())
                .put("operation", WireNumbers.of(operation)));
    try {
      Answers.await(CompletableFuture.anyOf(answer, next), patience);
      if (!answer.isDone()
          && job.state().filter(state -> isOutcome(state, operation)).isPresent()) {
        return ControlResult.COMPLETE;
      }
      JsonNode told = Answers.await(answer, patience);
      return new ControlResult(
          told.path("operationComplete").asBoolean(false), told.path("statusMessage").asString(""));
    } catch (LauncherException failure) {
      if (failure.code() == ErrorCode.TIMEOUT) {
        return new ControlResult(
            false, "The cluster's plugin has not answered; the job's status will tell.");
      }
      throw failure;
    } finally {
      conversation.abandon(answer);
      jobs.ask(job);
    }
  }

  private static boolean isOutcome(JobState state, JobOperation operation) {
    return switch (operation) {
      case SUSPEND -> state == JobState.SUSPENDED;
      case RESUME -> state == JobState.RUNNING;
      case STOP, KILL, CANCEL -> state.terminal();
    };
  }
}
