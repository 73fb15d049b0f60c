package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.docker.engine.EngineClient;

/** An image of 24 MB on its way from a real registry, over a wire that takes its time. */
final class GreatImageTest {
  @ResourceLock("the image of 24 MB")
  abstract static class Fetch extends DockerJobsTest {
    private static final long QUICK = 12_000_000;
    private static final long SLOW = 1_000_000;
    private static final Pattern PROGRESS =
        Pattern.compile(
            "Fetching image \\S+/great:1: [0-9]+\\.[0-9] of 2[0-9]\\.[0-9] MB of 1 layer");

    // Made when the plugin is presented, before each test.
    @SuppressWarnings("NullAway.Init")
    SlowWire quick;

    @SuppressWarnings("NullAway.Init")
    SlowWire slow;

    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      String registry = Engine.setting("OPENLAUNCHER_DOCKER_REGISTRY");
      quick = new SlowWire(registry, QUICK);
      slow = new SlowWire(registry, SLOW);
      removeAll();
      return super.pluginUnderTest(folder);
    }

    /** What a run that was cut short has left would have to be fetched no more. */
    private static void removeAll() {
      List<String> names = new ArrayList<>();
      try (EngineClient engine = Engine.client()) {
        engine
            .get("/images/json")
            .forEach(image -> image.path("RepoTags").forEach(tag -> names.add(tag.asString(""))));
      }
      names.stream().filter(name -> name.endsWith("/great:1")).forEach(Engine::remove);
    }

    @AfterEach
    void closeWires() throws IOException {
      if (slow != null) {
        quick.close();
        slow.close();
        removeAll();
      }
    }

    private static String imageBy(SlowWire wire) {
      return wire.address() + "/great:1";
    }

    final JobSpecification.Builder job(SlowWire wire) {
      return underTest()
          .program("/busybox", List.of("false"))
          .container(
              new Container(imageBy(wire), Optional.empty(), Optional.empty(), List.of(), false));
    }

    final Optional<JobStatus> progress(StartedJob job) {
      return cluster().observations().statuses(job.id()).stream()
          .filter(status -> PROGRESS.matcher(status.message()).matches())
          .findFirst();
    }

    final void awaitProgress(StartedJob job) {
      await("progress in MB")
          .atMost(underTest().patience().end())
          .until(() -> progress(job).isPresent());
    }

    final void awaitEndOfFetch() {
      await("the engine to let go of the registry")
          .atMost(underTest().patience().end())
          .until(() -> !slow.used());
    }
  }

  @Nested
  class WithTime extends Fetch {
    @Test
    void itsProgressIsToldInMegabytes() {
      StartedJob job = start(job(quick));

      job.awaitFinished(1);

      assertThat(progress(job))
          .hasValueSatisfying(
              status -> {
                assertThat(status.state()).isEqualTo(JobState.PENDING);
                assertThat(status.code()).contains(StatusCode.IMAGE_PULL);
              });
    }

    @Test
    void whoeverCancelsStopsTheFetch() {
      StartedJob job = start(job(slow));
      awaitProgress(job);

      job.control(JobOperation.CANCEL);

      assertThat(job.awaitEnd().state()).isEqualTo(JobState.CANCELED);
      awaitEndOfFetch();
    }
  }

  @Nested
  class WithoutTime extends Fetch {
    @Override
    Map<String, String> options() {
      return Map.of("image-pull-timeout-seconds", "4");
    }

    @Test
    void aFetchThatIsTooSlowFailsAndStops() {
      StartedJob job = start(job(slow));

      JobStatus end = job.awaitEnd();

      assertThat(end.state()).isEqualTo(JobState.FAILED);
      assertThat(end.code()).contains(StatusCode.IMAGE_PULL);
      assertThat(end.message()).contains("4 s (image-pull-timeout-seconds)");
      awaitEndOfFetch();
    }
  }
}
