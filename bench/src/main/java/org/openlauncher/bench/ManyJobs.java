package org.openlauncher.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many short jobs at once, every exit code checked. */
final class ManyJobs {
  static final int CLIENTS = 8;
  static final String PROGRAM = "/bin/true";

  /**
   * A launcher runs for weeks: what Java's compiler takes for it is over after some 25,000 jobs.
   */
  private static final int WARM_UP = 30_000;

  private static final int CREATED = 201;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String ID = "\"id\":\"";

  private ManyJobs() {}

  /** Lets Java's compiler do its work. */
  static void warmUp(LauncherUnderTest launcher) throws Exception {
    Client client = new Client(launcher);
    run(launcher, client, client.submissionOf(PROGRAM), WARM_UP);
  }

  /**
   * Jobs a second after that. In one stream with the warm-up: a new one would begin with the end of
   * every job that there was.
   */
  static double runWarm(LauncherUnderTest launcher, int jobs) throws Exception {
    Client client = new Client(launcher);
    byte[] request = client.submissionOf(PROGRAM);
    try (StatusStream stream = new StatusStream(client)) {
      run(launcher, stream, request, WARM_UP);
      return run(launcher, stream, request, jobs);
    }
  }

  /** Jobs a second, from the first submission to the last end that was told. */
  static double run(LauncherUnderTest launcher, Client client, byte[] request, int jobs)
      throws Exception {
    try (StatusStream stream = new StatusStream(client)) {
      return run(launcher, stream, request, jobs);
    }
  }

  private static double run(
      LauncherUnderTest launcher, StatusStream stream, byte[] request, int jobs) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<List<String>>> shares = new ArrayList<>();
      for (int number = 0; number < CLIENTS; number++) {
        int share = jobs / CLIENTS + (number < jobs % CLIENTS ? 1 : 0);
        shares.add(() -> submit(launcher.port(), request, share));
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
}
