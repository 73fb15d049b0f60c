package org.openlauncher.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Lists of many jobs. */
final class ListRow implements Row {
  private static final int SMALL = 4_000;
  private static final int LARGE = 50_000;
  private static final int PAGE = 1_000;
  private static final int WARM_UP = 300;
  private static final int REQUESTS = 200;
  private static final Duration WHOLE_TARGET = Duration.ofMillis(8);
  private static final Duration PAGE_TARGET = Duration.ofMillis(2);

  @Override
  public String name() {
    return "list";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    List<Result> results = new ArrayList<>();
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name() + "-small")) {
      StoredJobs.prepare(launcher, SMALL - 1);
      launcher.start();
      results.add(whole(launcher));
    }
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name() + "-large")) {
      StoredJobs.prepare(launcher, LARGE - 1);
      launcher.start();
      results.add(page(launcher));
    }
    return results;
  }

  /** All pages one after the other, as a client must ask for them. */
  private static Result whole(LauncherUnderTest launcher) throws Exception {
    Client client = new Client(launcher);
    String path = "/jobs?fields=id,status&limit=" + PAGE;
    List<KeepAliveLoad> pages = new ArrayList<>();
    int found = 0;
    String cursor = "";
    do {
      String address = path + cursor;
      JsonNode page = client.get(address);
      found += page.path("jobs").size();
      pages.add(new KeepAliveLoad(launcher.port(), client.request(address)));
      String next = page.path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    if (found != SMALL) {
      throw new IllegalStateException("expected " + SMALL + " jobs, found " + found);
    }
    Duration median = Duration.ZERO;
    Duration tail = Duration.ZERO;
    for (KeepAliveLoad page : pages) {
      page.latency(WARM_UP);
      Samples samples = page.latency(REQUESTS);
      median = median.plus(samples.median());
      tail = tail.plus(samples.tail());
    }
    return result(
        "list of 4,000 jobs, fields=id,status, in pages of 1,000 (p50 / p99)",
        median,
        tail,
        WHOLE_TARGET);
  }

  private static Result page(LauncherUnderTest launcher) throws Exception {
    KeepAliveLoad load =
        new KeepAliveLoad(launcher.port(), new Client(launcher).request("/jobs?limit=100"));
    load.latency(WARM_UP);
    Samples samples = load.latency(REQUESTS);
    return result(
        "page of 100 out of 50,000 jobs, all fields (p50 / p99)",
        samples.median(),
        samples.tail(),
        PAGE_TARGET);
  }

  private static Result result(String what, Duration median, Duration tail, Duration target) {
    return new Result(
        what,
        Figures.milliseconds(median) + " / " + Figures.milliseconds(tail) + " ms",
        Optional.empty(),
        Figures.milliseconds(median) + " ms",
        "at most " + target.toMillis() + " ms",
        median.compareTo(target) <= 0);
  }
}
