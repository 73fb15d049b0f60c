package org.openlauncher.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notes again and again how many requests the scheduler has had from one user. */
final class SchedulerLoad implements AutoCloseable {
  private static final long EVERY_SECONDS = 5;
  private static final int STEPS_A_MINUTE = 12;

  private final SlurmCommandLine slurm;
  private final Pattern line;
  private final List<Integer> counts = new ArrayList<>();
  private final Thread thread = new Thread(this::count, "sdiag");

  SchedulerLoad(SlurmCommandLine slurm, String user) throws IOException, InterruptedException {
    this.slurm = slurm;
    this.line = Pattern.compile("(?m)^\\s*" + user + "\\s+\\(\\s*[0-9]+\\) count:([0-9]+)");
    note();
    thread.start();
  }

  private void count() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(EVERY_SECONDS);
        note();
      }
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      System.err.println("sdiag: " + failure.getMessage());
    }
  }

  private void note() throws IOException, InterruptedException {
    Matcher found = line.matcher(slurm.run("sdiag"));
    int count = found.find() ? Integer.parseInt(found.group(1)) : 0;
    synchronized (counts) {
      counts.add(count);
    }
  }

  /** The most requests that came in any minute since it was made. */
  int mostInAMinute() throws IOException, InterruptedException {
    note();
    int most = 0;
    synchronized (counts) {
      for (int end = 1; end < counts.size(); end++) {
        int begin = Math.max(0, end - STEPS_A_MINUTE);
        most = Math.max(most, counts.get(end) - counts.get(begin));
      }
    }
    return most;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
