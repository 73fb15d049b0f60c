package org.openlauncher.process.supervise;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ResourceUse;

/** Sums up what a job's processes use, and remembers the last sample of each job. */
final class TreeUsage {
  private static final double PERCENT = 100;

  private final Machine machine;
  private final Map<JobId, Sample> last = new HashMap<>();

  private record Sample(Duration processorTime, long nanoTime) {}

  TreeUsage(Machine machine) {
    this.machine = machine;
  }

  /** Measures one job. */
  synchronized ResourceUse measure(JobId id, List<ProcessEntry> members) {
    long now = System.nanoTime();
    Sample previous = last.get(id);
    Duration processorTime =
        machine.durationOf(
            members.stream().mapToLong(entry -> entry.ownTicks() + entry.childTicks()).sum());
    OptionalDouble percent = OptionalDouble.empty();
    if (previous != null) {
      // What a process used that nobody of the job waited for is gone from the sum.
      if (processorTime.compareTo(previous.processorTime()) < 0) {
        processorTime = previous.processorTime();
      }
      long elapsed = Math.max(1, now - previous.nanoTime());
      percent =
          OptionalDouble.of(
              PERCENT * processorTime.minus(previous.processorTime()).toNanos() / elapsed);
    }
    last.put(id, new Sample(processorTime, now));
    return new ResourceUse(
        new DataSize(
            members.stream().mapToLong(ProcessEntry::residentPages).sum() * machine.pageSize()),
        new DataSize(members.stream().mapToLong(ProcessEntry::virtualBytes).sum()),
        processorTime,
        percent);
  }

  /** Drops what is remembered of a job. */
  synchronized void forget(JobId id) {
    last.remove(id);
  }
}
