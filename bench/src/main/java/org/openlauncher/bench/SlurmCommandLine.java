package org.openlauncher.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Slurm as who has only its commands uses it. */
final class SlurmCommandLine {
  private static final int REST_MILLIS = 200;

  private final Path configuration;
  private final String owner;

  /**
   * @param owner whose jobs are submitted
   */
  SlurmCommandLine(Path configuration, String owner) {
    this.configuration = configuration;
    this.owner = owner;
  }

  /** What a command writes. */
  String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Path.of("/").toFile());
    builder.environment().put("SLURM_CONF", configuration.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + text.strip());
    }
    return text;
  }

  /** Jobs a second by sbatch, from the first submission until the queue is empty. */
  double loop(int jobs, int atOnce) throws Exception {
    return loop(jobs, atOnce, this::submit);
  }

  /** The same with another way to submit one. */
  double loop(int jobs, int atOnce, Callable<String> submission) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Callable<String>> all = new ArrayList<>();
      for (int number = 0; number < jobs; number++) {
        all.add(submission);
      }
      long begin = System.nanoTime();
      for (Future<String> job : threads.invokeAll(all)) {
        job.get();
      }
      while (!run("squeue", "--noheader", "--user=" + owner).isBlank()) {
        TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      }
      return jobs / ((System.nanoTime() - begin) / 1e9);
    } finally {
      threads.shutdownNow();
    }
  }

  private String submit() throws IOException, InterruptedException {
    return run(
        "setpriv",
        "--reuid=" + owner,
        "--regid=" + owner,
        "--init-groups",
        "sbatch",
        "--parsable",
        "--output=/dev/null",
        // Without the environment Slurm would make one of a login, which takes it a second.
        "--export=ALL",
        "--wrap=exit 0");
  }
}
