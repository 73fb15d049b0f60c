package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;

/**
 * Closing lets go: in a few seconds, of every thread, timer, descriptor and object, and never of a
 * job's life.
 */
public abstract class CloseContract extends PluginContract {
  private static final int WARM_UP = 2;
  private static final int CYCLES = 5;

  /** Threads that the JDK and Awaitility keep for all. */
  private static final Set<String> COMMON =
      Set.of("process reaper", "awaitility", "ForkJoinPool.commonPool", "Attach Listener");

  private final AtomicInteger gates = new AtomicInteger();

  @Test
  void jobsRunOn() throws IOException {
    StartedJob job =
        start(
            "while [ ! -e "
                + quoted("gate")
                + " ] && [ -d '"
                + folder()
                + "' ]; do echo beat >> "
                + quoted("trace")
                + "; sleep 0.05; done; exit 7");
    job.awaitRunning();
    awaitGrowth("trace");

    cluster().close();

    awaitGrowth("trace");
    upgrade();
    StartedJob after = cluster().attach(job);
    openGate("gate");
    after.awaitFinished(7);
  }

  @Test
  void itEndsInTimeAndCanBeRepeated() {
    StartedJob job = startAtGate("gate", 0);
    Instant before = Instant.now();

    cluster().cluster().close();

    assertThat(Duration.between(before, Instant.now())).isLessThan(underTest().patience().close());
    assertThatNoException().isThrownBy(() -> cluster().cluster().close());
    upgrade();
    cluster().attach(job);
  }

  @Test
  void noTimerIsLeft() {
    startAtGate("gate", 0);
    StartedJob job = startAtGate("gate", 0);

    cluster().cluster().close();

    assertThat(cluster().context().waitingTasks()).as("tasks left in the executor").isZero();
    upgrade();
    cluster().attach(job);
  }

  @Test
  void noThreadIsLeft() throws IOException {
    useAndClose(WARM_UP);
    long before = ownThreads();

    useAndClose(CYCLES);

    await("threads to end")
        .atMost(underTest().patience().close())
        .untilAsserted(() -> assertThat(ownThreads()).isLessThan(before + CYCLES));
  }

  @Test
  void noDescriptorIsLeft() throws IOException {
    useAndClose(WARM_UP);
    long before = openDescriptors();

    useAndClose(CYCLES);

    await("descriptors to be closed")
        .atMost(underTest().patience().close())
        .untilAsserted(() -> assertThat(openDescriptors()).isLessThan(before + CYCLES));
  }

  @Test
  void noObjectIsLeft() throws IOException {
    WeakReference<Cluster> closed = useAndClose(1);

    await("the closed cluster to be collected")
        .atMost(underTest().patience().close())
        .until(
            () -> {
              System.gc();
              return closed.get() == null;
            });
  }

  /** Opens a cluster, leaves a job running, a reader open and another job ended; then closes. */
  private WeakReference<Cluster> useAndClose(int times) throws IOException {
    WeakReference<Cluster> last = new WeakReference<>(cluster().cluster());
    for (int i = 0; i < times; i++) {
      try (OpenCluster another = OpenCluster.open(underTest(), scratchFolder())) {
        String gate = "gate" + gates.incrementAndGet();
        StartedJob running = another.start(underTest().command(waitAt(gate)));
        another.start(underTest().command("exit 3")).awaitFinished(3);
        running.awaitRunning();
        Capabilities capabilities = another.cluster().capabilities();
        if (capabilities.outputs().contains(OutputType.MIXED)) {
          try (JobOutput output = running.output(OutputType.MIXED)) {
            assertThat(output.read(0, ByteBuffer.allocate(1))).isZero();
          }
        }
        end(running, gate);
        last = new WeakReference<>(another.cluster());
      }
    }
    return last;
  }

  /**
   * Ends a job that runs, before its cluster is closed: by killing it. To be overridden where the
   * cluster takes long for that.
   *
   * @param gate what it waits at; to be opened by {@link #openGate}
   */
  protected void end(StartedJob job, String gate) throws IOException {
    if (cluster().cluster().capabilities().operations().contains(JobOperation.KILL)) {
      job.control(JobOperation.KILL);
      job.awaitEnd();
    }
  }

  private static long ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> COMMON.stream().noneMatch(name::startsWith))
        .count();
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }
}
