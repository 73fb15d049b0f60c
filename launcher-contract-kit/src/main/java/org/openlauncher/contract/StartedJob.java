package org.openlauncher.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.OutputType;

/** A job that a cluster under test was given. */
public final class StartedJob {
  private static final int CHUNK = 64 * 1024;

  private final OpenCluster cluster;
  private final PluginUnderTest.Patience patience;
  private final LaunchRequest request;
  private final Launch launch;
  private final Optional<JobStatus> statusBefore;

  StartedJob(
      OpenCluster cluster,
      PluginUnderTest.Patience patience,
      LaunchRequest request,
      Launch launch,
      Optional<JobStatus> statusBefore) {
    this.cluster = cluster;
    this.patience = patience;
    this.request = request;
    this.launch = launch;
    this.statusBefore = statusBefore;
  }

  /** The launcher's id. */
  public JobId id() {
    return request.id();
  }

  /** What was submitted. */
  public LaunchRequest request() {
    return request;
  }

  /** What the submission answered. */
  public Launch launch() {
    return launch;
  }

  /** The job as the launcher would hand it over now. */
  public LaunchedJob remembered() {
    JobStatus status =
        cluster
            .observations()
            .latest(id())
            .or(() -> statusBefore)
            .orElseGet(() -> JobStatus.of(JobState.PENDING));
    return new LaunchedJob(id(), launch.handle(), request.specification(), status);
  }

  /** The newest state that the launcher would know. */
  public JobState latestState() {
    return remembered().lastStatus().state();
  }

  /** Waits until the job is reported to run. */
  public JobStatus awaitRunning() {
    return cluster.observations().awaitState(id(), Set.of(JobState.RUNNING), patience.start());
  }

  /** Waits until the job is reported in a state. */
  public JobStatus awaitState(JobState state) {
    return cluster.observations().awaitState(id(), Set.of(state), patience.end());
  }

  /**
   * Waits until the job is reported to have ended, and demands that all reports of it were legal.
   */
  public JobStatus awaitEnd() {
    JobStatus end = cluster.observations().awaitEnd(id(), patience.end());
    cluster.observations().assertLegal(id());
    return end;
  }

  /** Waits for the end by itself, with this exit code. */
  public void awaitFinished(int exitCode) {
    JobStatus end = awaitEnd();
    assertThat(end.state()).as("state of %s", end).isEqualTo(JobState.FINISHED);
    assertThat(end.exitCode()).as("exit code of %s", end).contains(exitCode);
  }

  /** Waits for an end as the plugin's tests expect it. */
  public void awaitEnding(PluginUnderTest.Ending ending) {
    JobStatus end = awaitEnd();
    assertThat(end.state()).as("state of %s", end).isIn(ending.states());
    assertThat(end.exitCode())
        .as("exit code of %s", end)
        .hasValueSatisfying(code -> assertThat(code).isIn(ending.exitCodes()));
  }

  /** Carries out an operation. */
  public ControlResult control(JobOperation operation) {
    return cluster.cluster().control(remembered(), operation);
  }

  /** Opens an output. */
  public JobOutput output(OutputType type) {
    return cluster.cluster().output(remembered(), type);
  }

  /** Everything that an output holds at the moment. */
  public byte[] read(OutputType type) {
    try (JobOutput output = output(type)) {
      return readAll(output);
    } catch (IOException e) {
      throw new AssertionError("reading " + type.wireName() + " of job " + id(), e);
    }
  }

  /** Everything that an output holds at the moment, as text. */
  public String readText(OutputType type) {
    return new String(read(type), UTF_8);
  }

  /** Waits until an output holds this text. */
  public void awaitText(OutputType type, String expected) {
    await(type.wireName() + " of job " + id())
        .atMost(patience.output())
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(readText(type)).contains(expected));
  }

  /** Waits until an output holds exactly this. */
  public void awaitExactly(OutputType type, byte[] expected) {
    await(type.wireName() + " of job " + id())
        .atMost(patience.output())
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(read(type)).isEqualTo(expected));
  }

  static byte[] readAll(JobOutput output) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    int count = output.read(0, chunk);
    while (count > 0) {
      assertThat(chunk.position()).as("bytes put against bytes counted").isEqualTo(count);
      all.write(chunk.array(), 0, count);
      chunk.clear();
      count = output.read(all.size(), chunk);
    }
    return all.toByteArray();
  }
}
