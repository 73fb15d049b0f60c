package org.openlauncher.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** kill -9 of the launcher: how soon it serves again, and whether it knows what became of all. */
final class CrashRow implements Row {
  private static final int RUNNING = 200;
  private static final int ENDED = 4_000;
  private static final int CODES = 100;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration DEAD = Duration.ofSeconds(8);
  private static final Duration TARGET = Duration.ofMillis(1_500);

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      StoredJobs.prepare(launcher, ENDED - 1);
      launcher.start();
      Map<String, Integer> expected = new LinkedHashMap<>();
      Client client = new Client(launcher);
      try (StatusStream stream = new StatusStream(client)) {
        for (int number = 0; number < RUNNING; number++) {
          // Every second one ends while there is no launcher.
          String seconds = number % 2 == 0 ? "6" : "25";
          int code = number % CODES;
          expected.put(client.submit("sleep " + seconds + "; exit " + code), code);
        }
        for (String job : expected.keySet()) {
          stream.await(job, "Running", LIMIT);
        }
      }
      launcher.crash();
      TimeUnit.SECONDS.sleep(DEAD.toSeconds());
      Duration ready = launcher.start();
      int wrong = count(launcher, expected);
      return List.of(
          new Result(
              "kill -9 with 200 running and 4,000 ended jobs: start of the command to Green",
              Figures.milliseconds(ready) + " ms",
              Optional.empty(),
              Figures.milliseconds(ready) + " ms",
              "at most 1500 ms",
              ready.compareTo(TARGET) <= 0),
          new Result(
              "... wrong states, lost exit codes, lost jobs, of all 4,200",
              String.valueOf(wrong),
              Optional.empty(),
              String.valueOf(wrong),
              "none",
              wrong == 0));
    }
  }

  private static int count(LauncherUnderTest launcher, Map<String, Integer> expected)
      throws Exception {
    Client client = new Client(launcher);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    List<JsonNode> jobs = new ArrayList<>();
    boolean living = true;
    while (living) {
      if (System.nanoTime() > deadline) {
        throw new IOException("jobs still run " + LIMIT + " after the start");
      }
      jobs = client.jobs("fields=id,status,exitCode");
      living = jobs.stream().anyMatch(job -> job.path("status").asString("").equals("Running"));
      TimeUnit.MILLISECONDS.sleep(200);
    }
    int wrong = Math.abs(jobs.size() - RUNNING - ENDED);
    for (JsonNode job : jobs) {
      int code = expected.getOrDefault(job.path("id").asString(), 0);
      if (!job.path("status").asString("").equals("Finished")
          || job.path("exitCode").asInt(-1) != code) {
        wrong++;
      }
    }
    return wrong;
  }
}
