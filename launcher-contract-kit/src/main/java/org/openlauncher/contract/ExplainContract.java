package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;

/**
 * An explanation is a sentence and something to do about it; where there is nothing to explain
 * there is none.
 */
public abstract class ExplainContract extends PluginContract {
  /** The launcher asks about a job that never got a handle with an empty one. */
  @ParameterizedTest
  @EnumSource(names = {"COMMAND_NOT_FOUND", "WORKING_DIRECTORY", "PERMISSION_DENIED"})
  void aFailedLaunchIsExplained(StatusCode code) {
    requires(Capabilities.Feature.EXPLAIN);
    LaunchedJob failed =
        new LaunchedJob(
            TestJobIds.next(),
            new JobHandle(1, ""),
            underTest().command("exit 0").build(),
            JobStatus.of(JobState.FAILED).because(code, "it could not be started"));

    Optional<Explanation> explanation = cluster().cluster().explain(failed);

    assertThat(explanation)
        .hasValueSatisfying(
            told -> {
              assertThat(told.summary()).isNotBlank();
              assertThat(told.advice()).isNotEmpty();
            });
  }

  @Test
  void aJobThatRanWellNeedsNoExplanation() {
    requires(Capabilities.Feature.EXPLAIN);
    StartedJob job = start("exit 0");
    job.awaitFinished(0);

    assertThat(cluster().cluster().explain(job.remembered())).isEmpty();
  }
}
