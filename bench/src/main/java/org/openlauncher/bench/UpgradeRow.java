package org.openlauncher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A plugin is replaced again and again while jobs are submitted and streams are open. */
final class UpgradeRow implements Row {
  private static final int UPGRADES = 20;
  private static final int STREAMED_JOBS = 25;
  private static final int SUBMITTERS = 16;
  private static final int CODES = 100;
  private static final Duration BETWEEN_SUBMISSIONS = Duration.ofMillis(20);
  private static final Duration BETWEEN_UPGRADES = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration TARGET = Duration.ofMillis(200);

  @Override
  public String name() {
    return "upgrade";
  }

  /** What became of the submissions. */
  private static final class Load {
    private final Map<String, Integer> expected = new ConcurrentHashMap<>();
    private final List<Duration> answers = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int number;

    private synchronized int next() {
      return number++;
    }

    private synchronized void answered(Duration after) {
      answers.add(after);
    }

    private synchronized void failed(String why) {
      failures.add(why);
    }

    /** From the moment in which it was due, so that a stall of one counts for all behind it. */
    void submit(Client client, long due) {
      int code = next() % CODES;
      try {
        expected.put(client.submit("exit " + code), code);
        answered(Duration.ofNanos(System.nanoTime() - due));
      } catch (IOException refused) {
        failed(refused.toString());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    PluginVersions versions =
        new PluginVersions(
            installation.home().resolve("plugins"), "plugin-local", installation.folder());
    Path open = openFolder();
    Path sign = open.resolve("go-on");
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      launcher.start();
      Client client = new Client(launcher);
      Load calm = load(client, () -> TimeUnit.SECONDS.sleep(15));
      try (CountingJobs jobs = new CountingJobs(client, STREAMED_JOBS, sign)) {
        Load load =
            load(
                client,
                () -> {
                  for (int count = 0; count < UPGRADES; count++) {
                    PluginVersions.awaitServing(client, versions.next());
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_UPGRADES.toMillis());
                  }
                });
        List<String> faults = jobs.end();
        faults.stream().limit(10).forEach(System.err::println);
        load.failures.stream().limit(10).forEach(System.err::println);
        int wrong = wrongCodes(client, load.expected);
        return results(calm, load, jobs, faults, wrong);
      }
    } finally {
      versions.restore();
      Files.deleteIfExists(sign);
      Files.delete(open);
    }
  }

  /** A folder that the jobs' owner can look into. */
  static Path openFolder() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "openlauncher-upgrade");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private interface Meanwhile {
    void run() throws Exception;
  }

  private static Load load(Client client, Meanwhile meanwhile) throws Exception {
    Load load = new Load();
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(SUBMITTERS);
    long[] due = {System.nanoTime()};
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    clock.scheduleAtFixedRate(
        () -> {
          due[0] += BETWEEN_SUBMISSIONS.toNanos();
          long mine = due[0];
          threads.execute(() -> load.submit(client, mine));
        },
        BETWEEN_SUBMISSIONS.toMillis(),
        BETWEEN_SUBMISSIONS.toMillis(),
        TimeUnit.MILLISECONDS);
    try {
      meanwhile.run();
    } finally {
      clock.shutdownNow();
      threads.shutdown();
      threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    return load;
  }

  private static int wrongCodes(Client client, Map<String, Integer> expected) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      int wrong = expected.size();
      for (JsonNode job : client.jobs("fields=id,status,exitCode")) {
        Integer code = expected.get(job.path("id").asString());
        if (code != null
            && job.path("status").asString("").equals("Finished")
            && job.path("exitCode").asInt(-1) == code) {
          wrong--;
        }
      }
      if (wrong == 0 || System.nanoTime() > deadline) {
        return wrong;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static List<Result> results(
      Load calm, Load load, CountingJobs jobs, List<String> faults, int wrong) {
    Samples usual = new Samples(calm.answers);
    Samples stalled = new Samples(load.answers);
    Duration longest = stalled.sorted().get(stalled.sorted().size() - 1);
    Duration usualLongest = usual.sorted().get(usual.sorted().size() - 1);
    return List.of(
        new Result(
            UPGRADES
                + " upgrades at 50 submits/s with "
                + 2 * STREAMED_JOBS
                + " open streams: longest answer to a submit",
            Figures.milliseconds(longest) + " ms",
            Optional.of(Figures.milliseconds(usualLongest) + " ms without upgrades"),
            stalled.text() + " p50 / p99",
            "at most 200 ms",
            longest.compareTo(TARGET) <= 0),
        none(
            "... failed requests of " + (load.answers.size() + load.failures.size()),
            load.failures.size()),
        none("... wrong or missing exit codes of " + load.expected.size(), wrong),
        none(
            "... gaps, repeats and breaks in the streams (" + jobs.lines() + " lines)",
            faults.size()));
  }

  static Result none(String what, int count) {
    String text = Integer.toString(count);
    return new Result(what, text, Optional.empty(), text, "none", count == 0);
  }
}
