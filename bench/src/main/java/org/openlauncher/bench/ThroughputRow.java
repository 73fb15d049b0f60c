package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many short jobs at once, from the first submission to the last end that was told. */
final class ThroughputRow implements Row {
  private static final int JOBS = 2_000;

  /** A launcher runs for weeks: what Java's compiler takes for it is over after some jobs. */
  private static final int WARM_UP = 4_000;

  private static final int CREATED = 201;
  private static final int CLIENTS = 8;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final double TARGET = 0.5;
  private static final String ID = "\"id\":\"";
  private static final String PROGRAM = "/bin/true";

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      launcher.start();
      run(launcher, WARM_UP);
      double floorBefore = floor(installation);
      double rate = run(launcher, JOBS);
      double floor = (floorBefore + floor(installation)) / 2;
      return List.of(
          new Result(
              JOBS + " jobs of " + PROGRAM + " by " + CLIENTS + " clients, every exit code checked",
              Figures.number(rate) + " jobs/s",
              Optional.of("posix_spawn and wait in C: " + Figures.number(floor) + "/s"),
              Figures.number(rate / floor),
              "at least " + TARGET,
              rate / floor >= TARGET));
    }
  }

  private static double run(LauncherUnderTest launcher, int jobs) throws Exception {
    Client client = new Client(launcher);
    byte[] request = client.submissionOf(PROGRAM);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (StatusStream stream = new StatusStream(client)) {
      List<Callable<List<String>>> shares = new ArrayList<>();
      for (int number = 0; number < CLIENTS; number++) {
        shares.add(() -> submit(launcher.port(), request, jobs / CLIENTS));
      }
      long begin = System.nanoTime();
      long end = begin;
      for (Future<List<String>> share : clients.invokeAll(shares)) {
        for (String job : share.get()) {
          StatusStream.Told told = stream.await(job, "Finished", LIMIT);
          if (told.exitCode() != 0) {
            throw new IOException("job " + job + " ended with " + told.exitCode());
          }
          end = Math.max(end, told.nanoTime());
        }
      }
      return jobs / (Duration.ofNanos(end - begin).toNanos() / 1e9);
    } finally {
      clients.shutdownNow();
    }
  }

  private static List<String> submit(int port, byte[] request, int jobs) throws IOException {
    List<String> ids = new ArrayList<>();
    try (KeepAliveConnection connection = new KeepAliveConnection(port)) {
      for (int number = 0; number < jobs; number++) {
        ids.add(id(new String(connection.exchange(request, CREATED), StandardCharsets.UTF_8)));
      }
    }
    return ids;
  }

  /** Found without a parser, which would take from the launcher's processors. */
  private static String id(String answer) {
    int begin = answer.indexOf(ID) + ID.length();
    return answer.substring(begin, answer.indexOf('"', begin));
  }

  private static double floor(Installation installation) throws IOException, InterruptedException {
    Process loop =
        new ProcessBuilder(installation.spawnLoop().toString(), String.valueOf(JOBS), PROGRAM)
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
