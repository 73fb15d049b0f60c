package org.openlauncher.process.supervise;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessListener;

/** Keeps what it is told, in order. */
public final class RecordingListener implements ProcessListener {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<JobId, ProcessIdentity> processes = new ConcurrentHashMap<>();
  private final Map<JobId, Instant> starts = new ConcurrentHashMap<>();
  private final Map<JobId, ExitRecord> exits = new ConcurrentHashMap<>();
  private final Map<JobId, LaunchFailedException> failures = new ConcurrentHashMap<>();
  private final Map<JobId, LossReason> losses = new ConcurrentHashMap<>();
  private final List<String> order = new CopyOnWriteArrayList<>();

  @Override
  public void started(JobId id, ProcessIdentity process, Instant at) {
    order.add("started " + id);
    starts.put(id, at);
    processes.put(id, process);
  }

  @Override
  public void ended(JobId id, ExitRecord exit) {
    order.add("ended " + id);
    exits.put(id, exit);
  }

  @Override
  public void launchFailed(JobId id, LaunchFailedException failure) {
    order.add("failed " + id);
    failures.put(id, failure);
  }

  @Override
  public void lost(JobId id, LossReason reason) {
    order.add("lost " + id);
    losses.put(id, reason);
  }

  @Override
  public void impeded(String reason) {
    order.add("impeded: " + reason);
  }

  @Override
  public void unimpeded() {
    order.add("unimpeded");
  }

  List<String> heard() {
    return List.copyOf(order);
  }

  ProcessIdentity awaitStart(JobId id) {
    return awaitEntry(processes, id);
  }

  Instant awaitStartTime(JobId id) {
    awaitStart(id);
    return awaitEntry(starts, id);
  }

  ExitRecord awaitExit(JobId id) {
    return awaitEntry(exits, id);
  }

  /** The exit code, -1 where it is unknown. */
  int awaitExitCode(JobId id) {
    return awaitExit(id).ending().exitCode().orElse(-1);
  }

  LaunchFailedException awaitFailure(JobId id) {
    return awaitEntry(failures, id);
  }

  LossReason awaitLoss(JobId id) {
    return awaitEntry(losses, id);
  }

  Optional<ExitRecord> exit(JobId id) {
    return Optional.ofNullable(exits.get(id));
  }

  List<String> heardOf(JobId id) {
    return order.stream().filter(line -> line.endsWith(id.value())).toList();
  }

  private static <V> V awaitEntry(Map<JobId, V> entries, JobId id) {
    await(id.value())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> entries.containsKey(id));
    return Objects.requireNonNull(entries.get(id));
  }
}
