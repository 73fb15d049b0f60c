package org.openlauncher.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs of a real cluster of Slurm: against a loop of sbatch, then thousands with many clients that
 * ask for them, while the scheduler counts what it is asked.
 */
final class SlurmRow implements Row {
  private static final String CONFIGURATION = "OPENLAUNCHER_SLURM_CONF";
  private static final String SERVICE_USER = "slurm";
  private static final int COMPARED = 200;
  private static final int WARM_UP = 800;
  private static final int JOBS = 4_000;
  private static final int CLIENTS = 50;
  private static final int EXIT_CODES = 8;
  private static final int LOOKED_AT = 300;
  private static final int CREATED = 201;
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int MOST_QUESTIONS = 12;
  private static final double TARGET_RATE = 0.8;
  private static final Duration TARGET_LAG = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "slurm";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    Optional<String> configuration =
        Optional.ofNullable(System.getenv(CONFIGURATION)).filter(file -> !file.isEmpty());
    if (configuration.isEmpty() || installation.account().equals(installation.owner())) {
      System.err.println(
          "left out: it wants root, and in " + CONFIGURATION + " what engines/slurm-up prints");
      return List.of();
    }
    SlurmCommandLine slurm =
        new SlurmCommandLine(Path.of(configuration.get()), installation.owner());
    try (LauncherUnderTest launcher =
        new LauncherUnderTest(
            installation,
            name(),
            "Slurm",
            "slurm-service-user=" + SERVICE_USER + "\nslurm-conf=" + configuration.get() + "\n")) {
      launcher.start();
      Client client = new Client(launcher);
      List<Result> results = new ArrayList<>();
      results.add(compare(launcher, client, slurm));
      results.addAll(many(launcher, client, slurm));
      return results;
    }
  }

  private static byte[] request(Client client, String command) {
    ObjectNode job =
        JsonMapper.shared()
            .createObjectNode()
            .put("name", "bench")
            .put("cluster", "Slurm")
            .put("command", command);
    return client.submissionWith(JsonMapper.shared().createObjectNode().set("job", job).toString());
  }

  private static Result compare(LauncherUnderTest launcher, Client client, SlurmCommandLine slurm)
      throws Exception {
    // A launcher runs for weeks, and is not compared while Java still compiles it.
    ManyJobs.run(launcher, client, request(client, "exit 0"), WARM_UP);
    double floorBefore = slurm.loop(COMPARED, ManyJobs.CLIENTS);
    double rate = ManyJobs.run(launcher, client, request(client, "exit 0"), COMPARED);
    double floor = (floorBefore + slurm.loop(COMPARED, ManyJobs.CLIENTS)) / 2;
    return new Result(
        COMPARED
            + " jobs by "
            + ManyJobs.CLIENTS
            + " clients until the last has ended, every exit code checked",
        Figures.number(rate) + " jobs/s",
        Optional.of("sbatch, as many at once: " + Figures.number(floor) + "/s"),
        Figures.number(rate / floor),
        "at least " + TARGET_RATE,
        rate / floor >= TARGET_RATE);
  }

  private record Submitted(String id, int exitCode) {}

  private static List<Result> many(
      LauncherUnderTest launcher, Client client, SlurmCommandLine slurm) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (StatusStream stream = new StatusStream(client);
        SchedulerLoad load = new SchedulerLoad(slurm, SERVICE_USER)) {
      byte[] question = client.request("/jobs?limit=100&fields=id,status,exitCode");
      for (int number = 0; number < CLIENTS; number++) {
        threads.execute(new PollingClient(launcher.port(), question));
      }
      List<Callable<List<Submitted>>> shares = new ArrayList<>();
      for (int number = 0; number < ManyJobs.CLIENTS; number++) {
        shares.add(() -> submit(launcher.port(), client));
      }
      List<Submitted> jobs = new ArrayList<>();
      for (Future<List<Submitted>> share : threads.invokeAll(shares)) {
        jobs.addAll(share.get());
      }
      int wrong = 0;
      for (Submitted job : jobs) {
        wrong += stream.await(job.id(), "Finished", LIMIT).exitCode() == job.exitCode() ? 0 : 1;
      }
      Samples lag = lag(client, stream, jobs);
      int questions = load.mostInAMinute();
      return List.of(
          new Result(
              JOBS + " jobs, wrong exit codes",
              Integer.toString(wrong),
              Optional.empty(),
              Integer.toString(wrong),
              "none",
              wrong == 0),
          new Result(
              "... while "
                  + CLIENTS
                  + " clients poll: requests to the scheduler a minute, by sdiag, beside sbatch",
              "at most " + questions + " in any minute",
              Optional.empty(),
              Integer.toString(questions),
              "at most " + MOST_QUESTIONS,
              questions <= MOST_QUESTIONS),
          new Result(
              "... end to Finished (p50 / p99)",
              lag.text(),
              Optional.empty(),
              Figures.milliseconds(lag.median()) + " ms",
              "at most " + TARGET_LAG.toMillis() + " ms at p50",
              lag.median().compareTo(TARGET_LAG) <= 0));
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Submitted> submit(int port, Client client) throws Exception {
    List<Submitted> submitted = new ArrayList<>();
    try (KeepAliveConnection connection = new KeepAliveConnection(port)) {
      for (int number = 0; number < JOBS / ManyJobs.CLIENTS; number++) {
        int exitCode = number % EXIT_CODES;
        byte[] answer =
            connection.exchange(request(client, "date +%s%N; exit " + exitCode), CREATED);
        String text = new String(answer, StandardCharsets.UTF_8);
        submitted.add(
            new Submitted(
                JsonMapper.shared().readTree(text).path("job").path("id").asString(), exitCode));
      }
    }
    return submitted;
  }

  /** From what jobs wrote as their last deed to when their end was told. */
  private static Samples lag(Client client, StatusStream stream, List<Submitted> jobs)
      throws Exception {
    long clockOffset = LatencyRow.clockOffset();
    long[] lags = new long[LOOKED_AT];
    for (int number = 0; number < LOOKED_AT; number++) {
      String id = jobs.get(number * (jobs.size() / LOOKED_AT)).id();
      String said = client.text("/jobs/" + id + "/output?type=stdout");
      long ended = Long.parseLong(said.replaceAll("(?s).*?([0-9]{19}).*", "$1"));
      lags[number] = stream.await(id, "Finished", LIMIT).nanoTime() + clockOffset - ended;
    }
    return Samples.ofNanos(lags);
  }
}
