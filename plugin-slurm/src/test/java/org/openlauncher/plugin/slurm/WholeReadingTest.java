package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All records, a slice at a time. */
final class WholeReadingTest {
  private static final Duration REST = Duration.ofMillis(300);
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofSeconds(1);
  private static final long BEGIN = -5;

  private final WholeReading reading = new WholeReading(BEGIN, REST);

  private static List<TrackedJob> jobs(int count) {
    ToldOfJobs sink = new ToldOfJobs();
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                SampleJob.of(
                    String.format("01m8nppxqs36m3nvj6hc9%05d", number),
                    number,
                    Path.of("/home/alice/slurm-data"),
                    sink))
        .toList();
  }

  private List<Integer> sizesOfSlices(List<TrackedJob> jobs, Duration each) {
    List<TrackedJob> read = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    while (reading.due(BEGIN)) {
      List<TrackedJob> slice = reading.slice(jobs);
      reading.read(slice.size(), each, BEGIN);
      read.addAll(slice);
      sizes.add(slice.size());
    }
    assertThat(read).containsExactlyElementsOf(jobs);
    return sizes;
  }

  @Test
  void slicesAreSmallerWhereReadingIsSlow() {
    assertThat(sizesOfSlices(jobs(1_000), LONG)).startsWith(256, 128, 64, 32, 32);
  }

  @Test
  void slicesAreLargerWhereReadingIsQuick() {
    assertThat(sizesOfSlices(jobs(5_000), SHORT)).containsExactly(256, 512, 1_024, 2_048, 1_160);
  }

  @Test
  void itRestsForMuchLongerThanItHasRead() {
    int slices = sizesOfSlices(jobs(300), LONG).size();
    long rest = LONG.multipliedBy(slices).multipliedBy(5).toNanos();

    assertThat(reading.due(BEGIN + rest - 1)).isFalse();
    assertThat(reading.due(BEGIN + rest)).isTrue();
  }

  @Test
  void whoEndedMeanwhileIsNotReadAndWhoCameWaitsForTheNext() {
    List<TrackedJob> jobs = jobs(600);
    List<TrackedJob> first = reading.slice(jobs);
    reading.read(first.size(), LONG, BEGIN);
    List<TrackedJob> living = new ArrayList<>(jobs.subList(300, 599));

    assertThat(reading.slice(living)).containsExactlyElementsOf(living.subList(0, 128));
  }

  @Test
  void afterAFailureAllAreDueAtOnce() {
    List<TrackedJob> jobs = jobs(600);
    reading.read(reading.slice(jobs).size(), LONG, BEGIN);

    reading.failed(BEGIN);

    assertThat(reading.due(BEGIN)).isTrue();
    assertThat(reading.slice(jobs)).startsWith(jobs.get(0));
  }
}
