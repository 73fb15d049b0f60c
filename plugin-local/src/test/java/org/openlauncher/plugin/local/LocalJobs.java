package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.testing.LauncherForm;

/** An open cluster with real processes behind it. Ends what is left of its jobs. */
final class LocalJobs implements AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong(System.nanoTime());
  private static final int CHUNK = 7;

  private final List<LaunchedJob> launched = new ArrayList<>();
  final TestContext context;
  final Cluster cluster;

  LocalJobs(LauncherForm form, Path folder) {
    this(form, folder, Map.of());
  }

  LocalJobs(LauncherForm form, Path folder, Map<ConfigurationOption<?>, Object> settings) {
    this.context = new TestContext(folder, settings);
    this.cluster = new LocalPlugin(form.launcher()).open(context);
  }

  UserAccount self() {
    return context.users().self();
  }

  LaunchRequest request(UnaryOperator<JobSpecification.Builder> members) {
    JobSpecification specification =
        members.apply(JobSpecification.builder("test", self().name(), "Local")).build();
    JobId id = new JobId(String.format(Locale.ROOT, "0000000%019d", COUNT.incrementAndGet()));
    return new LaunchRequest(id, specification, self());
  }

  LaunchedJob submit(UnaryOperator<JobSpecification.Builder> members) {
    return submit(request(members));
  }

  LaunchedJob submit(LaunchRequest request) {
    Launch launch = cluster.submit(request);
    LaunchedJob job =
        new LaunchedJob(
            request.id(), launch.handle(), request.specification(), JobStatus.of(JobState.PENDING));
    launched.add(job);
    return job;
  }

  LaunchedJob script(String script) {
    return submit(job -> job.command(script));
  }

  /** Waits until the newest status of a job is this one. */
  JobStatus await(LaunchedJob job, JobState state) {
    return context.sink.await(job.id(), status -> status.state() == state);
  }

  JobStatus awaitEnd(LaunchedJob job) {
    return context.sink.await(job.id(), status -> status.state().terminal());
  }

  byte[] output(LaunchedJob job, OutputType type) {
    try (JobOutput output = cluster.output(job, type)) {
      return drain(output, 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String text(LaunchedJob job, OutputType type) {
    return new String(output(job, type), StandardCharsets.UTF_8);
  }

  /** Reads in small pieces from a position to what is now the end. */
  static byte[] drain(JobOutput output, long from) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(output.length() - from));
    ByteBuffer piece = ByteBuffer.allocate(CHUNK);
    while (all.hasRemaining()) {
      piece.clear();
      piece.limit(Math.min(CHUNK, all.remaining()));
      if (output.read(from + all.position(), piece) == 0) {
        throw new IOException("nothing to read at " + (from + all.position()));
      }
      all.put(piece.flip());
    }
    return all.array();
  }

  static String text(JobOutput output, long from) throws IOException {
    return new String(drain(output, from), StandardCharsets.UTF_8);
  }

  static void awaitTrue(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  @Override
  public void close() {
    for (LaunchedJob job : launched) {
      try {
        cluster.control(job, JobOperation.KILL);
      } catch (LauncherException ended) {
        assertThat(ended.code()).isEqualTo(ErrorCode.INVALID_JOB_STATE);
      }
    }
    cluster.close();
    context.executor().shutdownNow();
  }
}
