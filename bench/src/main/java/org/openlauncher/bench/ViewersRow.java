package org.openlauncher.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Many viewers of one job's output as it comes. */
final class ViewersRow implements Row {
  private static final int VIEWERS = 1_000;
  private static final int LINES = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration TARGET = Duration.ofMillis(20);

  /** A thousand lines a second, each with the microsecond of its writing. */
  private static final String COMMAND =
      "exec perl -MTime::HiRes=time,sleep -e '$|=1; sleep 5; $b=time; for $i (1.."
          + LINES
          + ") { printf \"%d\\n\", time*1e6; $w=$b+$i/1000-time; sleep $w if $w>0 }'";

  @Override
  public String name() {
    return "viewers";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      launcher.start();
      return List.of(
          measure(launcher, 1), measure(launcher, VIEWERS / 10), measure(launcher, VIEWERS));
    }
  }

  private static Result measure(LauncherUnderTest launcher, int viewers) throws Exception {
    Client client = new Client(launcher);
    String job = client.submit(COMMAND);
    try (OutputViewers crowd =
        new OutputViewers(
            launcher.port(),
            client.request(
                "/jobs/" + job + "/output?type=stdout&follow=true", "application/octet-stream"),
            viewers)) {
      crowd.readAll(LIMIT);
      long lost = crowd.missing(LINES);
      if (lost < 0) {
        throw new IOException("viewers got more than the job wrote");
      }
      Samples samples = crowd.latency();
      return new Result(
          viewers + " viewers of a job that writes 1,000 lines/s: write to read (p50 / p99)",
          samples.text(),
          Optional.empty(),
          lost + " lines lost",
          "p99 at most 20 ms, none lost",
          lost == 0 && samples.tail().compareTo(TARGET) <= 0);
    }
  }
}
