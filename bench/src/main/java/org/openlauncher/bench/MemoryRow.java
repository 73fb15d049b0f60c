package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How fast it starts and what it needs when it has nothing to do. */
final class MemoryRow implements Row {
  private static final int STARTS = 5;
  private static final int JOBS = 10_000;
  private static final int SUBSCRIBERS = 500;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration START_TARGET = Duration.ofMillis(1_500);
  private static final long IDLE_TARGET = 160_000_000;
  private static final long JOB_TARGET = 4_000;
  private static final long SUBSCRIBER_TARGET = 3_000;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    List<Result> results = new ArrayList<>();
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      List<Duration> starts = new ArrayList<>();
      for (int round = 0; round < STARTS; round++) {
        launcher.stop();
        starts.add(launcher.start());
      }
      TimeUnit.SECONDS.sleep(IDLE.toSeconds());
      long emptyResident = new JavaHeap(launcher.pid()).resident();
      long emptyLive = new JavaHeap(launcher.pid()).live();
      launcher.stop();
      Samples samples = new Samples(starts);
      results.add(
          new Result(
              "start of the command to the first Green of /status, median of " + STARTS,
              Figures.milliseconds(samples.median()) + " ms",
              Optional.empty(),
              Figures.milliseconds(samples.median()) + " ms",
              "at most 1500 ms",
              samples.median().compareTo(START_TARGET) <= 0));
      results.add(
          bytes("memory of the idle process, no jobs", emptyResident, IDLE_TARGET, "160 MB"));

      StoredJobs.prepare(launcher, JOBS - 1);
      launcher.start();
      TimeUnit.SECONDS.sleep(IDLE.toSeconds());
      JavaHeap heap = new JavaHeap(launcher.pid());
      results.add(bytes("... with 10,000 ended jobs", heap.resident(), IDLE_TARGET, "160 MB"));
      long fullLive = heap.live();
      results.add(
          bytes("heap for each ended job", (fullLive - emptyLive) / JOBS, JOB_TARGET, "4 KB"));
      results.add(subscribers(launcher, heap, fullLive));
    }
    return results;
  }

  private static Result subscribers(LauncherUnderTest launcher, JavaHeap heap, long before)
      throws Exception {
    List<InputStream> streams = new ArrayList<>();
    try {
      Client client = new Client(launcher);
      long latest = latestRevision(client);
      for (int number = 0; number < SUBSCRIBERS; number++) {
        streams.add(client.stream("/jobs/status?after=" + latest));
      }
      return bytes(
          "heap for each of " + SUBSCRIBERS + " subscribers of /jobs/status",
          (heap.live() - before) / SUBSCRIBERS,
          SUBSCRIBER_TARGET,
          "3 KB");
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }

  /** Behind which a subscriber has nothing left to read, as one that follows all the time. */
  private static long latestRevision(Client client) throws Exception {
    long latest = 0;
    JsonMapper json = JsonMapper.shared();
    try (InputStream stream = client.stream("/jobs/status?after=0");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (int told = 0; told < JOBS; ) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("the stream ended after " + told + " of " + JOBS + " jobs");
        }
        JsonNode event = json.readTree(line);
        if (event.path("type").asString("").equals("status")) {
          told++;
          latest = Math.max(latest, event.path("revision").asLong());
        }
      }
    }
    return latest;
  }

  private static Result bytes(String what, long measured, long target, String targetText) {
    String text = measured >= 1_000_000 ? Figures.megabytes(measured) : measured + " bytes";
    return new Result(
        what, text, Optional.empty(), text, "at most " + targetText, measured <= target);
  }
}
