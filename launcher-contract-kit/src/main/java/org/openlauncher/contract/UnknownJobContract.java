package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.OutputType;

/**
 * A job that the cluster does not have, or a handle that makes no sense: answered with a plain
 * error or with nothing in every call, and never with a file or a process that is not the job's.
 */
public abstract class UnknownJobContract extends PluginContract {
  static List<JobHandle> strangeHandles() {
    return List.of(
        new JobHandle(1, ""),
        new JobHandle(1, "no-such-job"),
        new JobHandle(1, "../../../../etc/passwd"),
        new JobHandle(1, "{\"pid\":1}"),
        new JobHandle(1, "\u0000\n\t"),
        new JobHandle(0, "no-such-job"),
        new JobHandle(1_000_000, "from the future"));
  }

  private LaunchedJob unknown(JobHandle handle) {
    return new LaunchedJob(
        TestJobIds.next(),
        handle,
        underTest().command("exit 0").build(),
        JobStatus.of(JobState.RUNNING));
  }

  @ParameterizedTest
  @MethodSource("strangeHandles")
  void itHasNoOutput(JobHandle handle) {
    Set<OutputType> outputs = cluster().cluster().capabilities().outputs();
    for (OutputType type : OutputType.values()) {
      if (outputs.contains(type)) {
        assertThatExceptionOfType(LauncherException.class)
            .isThrownBy(() -> cluster().cluster().output(unknown(handle), type).close())
            .extracting(LauncherException::code)
            .isEqualTo(ErrorCode.JOB_OUTPUT_NOT_FOUND);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("strangeHandles")
  void itUsesNothingAndIsNowhere(JobHandle handle) {
    Capabilities capabilities = cluster().cluster().capabilities();
    if (capabilities.has(Capabilities.Feature.RESOURCE_USE)) {
      assertThat(cluster().cluster().resourceUse(unknown(handle))).isEmpty();
    }
    if (capabilities.has(Capabilities.Feature.NETWORK)) {
      Throwable refused = catchThrowable(() -> cluster().cluster().network(unknown(handle)));
      assertThat(refused == null || refused instanceof LauncherException)
          .as("answer or plain error, not %s", refused)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("strangeHandles")
  void itCanNotBeControlled(JobHandle handle) {
    cluster()
        .cluster()
        .capabilities()
        .operations()
        .forEach(
            operation ->
                assertThatExceptionOfType(LauncherException.class)
                    .isThrownBy(() -> cluster().cluster().control(unknown(handle), operation)));
  }

  @ParameterizedTest
  @MethodSource("strangeHandles")
  void itCanBeForgottenAndAttached(JobHandle handle) {
    assertThatNoException().isThrownBy(() -> cluster().cluster().forget(unknown(handle)));
    assertThatNoException().isThrownBy(() -> cluster().cluster().attach(List.of(unknown(handle))));
    start("exit 2").awaitFinished(2);
  }
}
