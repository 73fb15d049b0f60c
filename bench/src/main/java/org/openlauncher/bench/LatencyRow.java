package org.openlauncher.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From the submission to the event Running, and from a job's end to the event Finished. */
final class LatencyRow implements Row {
  private static final int WARM_UP = 100;
  private static final int JOBS = 300;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration TARGET = Duration.ofMillis(5);

  /** Lives for a moment; its last deed is to say when it ends. */
  private static final String COMMAND = "sleep 0.02; exec date +%s%N";

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    long[] running = new long[JOBS];
    long[] finished = new long[JOBS];
    long[] started = new long[JOBS];
    long[] waited = new long[JOBS];
    long clockOffset = clockOffset();
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      launcher.start();
      ManyJobs.warmUp(launcher);
      Client client = new Client(launcher);
      try (StatusStream stream = new StatusStream(client)) {
        for (int round = -WARM_UP; round < JOBS; round++) {
          int slot = Math.max(0, round);
          long begin = System.nanoTime();
          String job = client.submit(COMMAND);
          running[slot] = stream.await(job, "Running", LIMIT).nanoTime() - begin;
          long end = stream.await(job, "Finished", LIMIT).nanoTime();
          String said = client.text("/jobs/" + job + "/output?type=stdout").strip();
          finished[slot] = end + clockOffset - nanosIn(said);
          begin = System.nanoTime();
          Process process = new ProcessBuilder("/bin/sh", "-c", COMMAND).start();
          started[slot] = System.nanoTime() - begin;
          process.waitFor();
          end = System.nanoTime();
          said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
          waited[slot] = end + clockOffset - Long.parseLong(said.strip());
        }
      }
    }
    return List.of(
        compare("submission to Running", Samples.ofNanos(running), Samples.ofNanos(started)),
        compare("end to Finished", Samples.ofNanos(finished), Samples.ofNanos(waited)));
  }

  /** What to add to {@link System#nanoTime} to have the clock's time, in nanoseconds. */
  static long clockOffset() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
  }

  /** The number in an output, however the output is wrapped. */
  private static long nanosIn(String text) {
    String digits = text.replaceAll("(?s).*?([0-9]{19}).*", "$1");
    return Long.parseLong(digits);
  }

  private static Result compare(String what, Samples launcher, Samples floor) {
    Duration more = launcher.median().minus(floor.median());
    return new Result(
        what + ", one job at a time (p50 / p99)",
        launcher.text(),
        Optional.of("ProcessBuilder: " + floor.text()),
        "+" + Figures.milliseconds(more) + " ms at p50",
        "at most 5 ms more at p50",
        more.compareTo(TARGET) <= 0);
  }
}
