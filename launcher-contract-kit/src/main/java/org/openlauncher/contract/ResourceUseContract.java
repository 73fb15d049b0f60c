package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ResourceUse;

/** Resource use of a running job is measured over all its processes; an ended one uses nothing. */
public abstract class ResourceUseContract extends PluginContract {
  @Test
  void aBusyChildIsCounted() {
    requires(Capabilities.Feature.RESOURCE_USE);
    StartedJob job = start("( while [ -d '" + folder() + "' ]; do :; done ) & wait");
    job.awaitRunning();

    await("use of processor and memory")
        .atMost(underTest().patience().end())
        .untilAsserted(
            () ->
                assertThat(use(job))
                    .hasValueSatisfying(
                        use -> {
                          assertThat(use.cpuTime())
                              .hasValueSatisfying(
                                  time -> assertThat(time).isGreaterThan(Duration.ZERO));
                          assertThat(use.cpuPercent())
                              .hasValueSatisfying(percent -> assertThat(percent).isPositive());
                          assertThat(use.residentMemory())
                              .hasValueSatisfying(size -> assertThat(size.bytes()).isPositive());
                        }));
    Duration before = use(job).flatMap(ResourceUse::cpuTime).orElseThrow();
    await("processor time to grow")
        .atMost(underTest().patience().end())
        .until(() -> use(job).flatMap(ResourceUse::cpuTime).orElseThrow().compareTo(before) > 0);
  }

  @Test
  void anEndedJobUsesNothing() {
    requires(Capabilities.Feature.RESOURCE_USE);
    StartedJob job = start("exit 0");
    job.awaitFinished(0);

    assertThat(use(job)).isEmpty();
  }

  @Test
  void aJobThatWasJustKilledUsesNothing() {
    requires(Capabilities.Feature.RESOURCE_USE);
    requires(JobOperation.KILL);
    StartedJob job = startAtGate("gate", 0);
    job.control(JobOperation.KILL);
    job.awaitEnd();

    assertThat(use(job)).isEmpty();
  }

  private Optional<ResourceUse> use(StartedJob job) {
    return cluster().cluster().resourceUse(job.remembered());
  }
}
