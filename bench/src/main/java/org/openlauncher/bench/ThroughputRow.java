package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Many short jobs at once, from the first submission to the last end that was told. */
final class ThroughputRow implements Row {
  private static final int JOBS = 2_000;

  private static final double TARGET = 0.5;

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      launcher.start();
      double floorBefore = floor(installation);
      double rate = ManyJobs.runWarm(launcher, JOBS);
      double floor = (floorBefore + floor(installation)) / 2;
      return List.of(
          new Result(
              JOBS
                  + " jobs of "
                  + ManyJobs.PROGRAM
                  + " by "
                  + ManyJobs.CLIENTS
                  + " clients, every exit code checked",
              Figures.number(rate) + " jobs/s",
              Optional.of("posix_spawn and wait in C: " + Figures.number(floor) + "/s"),
              Figures.number(rate / floor),
              "at least " + TARGET,
              rate / floor >= TARGET));
    }
  }

  private static double floor(Installation installation) throws IOException, InterruptedException {
    Process loop =
        new ProcessBuilder(
                installation.spawnLoop().toString(), String.valueOf(JOBS), ManyJobs.PROGRAM)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader answer = loop.inputReader()) {
      String line = answer.readLine();
      if (line == null || loop.waitFor() != 0) {
        throw new IOException(installation.spawnLoop() + " failed");
      }
      return Double.parseDouble(line);
    }
  }
}
