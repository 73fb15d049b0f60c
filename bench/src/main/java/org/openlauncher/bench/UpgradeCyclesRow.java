package org.openlauncher.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A plugin is replaced hundreds of times while jobs live: nothing of it may be left behind. */
final class UpgradeCyclesRow implements Row {
  private static final int WARM_UP = 20;
  private static final int CYCLES = 200;
  private static final int JOBS = 10;

  @Override
  public String name() {
    return "upgrade-cycles";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    PluginVersions versions =
        new PluginVersions(
            installation.home().resolve("plugins"), "plugin-local", installation.folder());
    Path open = UpgradeRow.openFolder();
    Path sign = open.resolve("go-on");
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      launcher.start();
      Client client = new Client(launcher);
      try (CountingJobs jobs = new CountingJobs(client, JOBS, sign)) {
        cycle(client, versions, WARM_UP);
        ProcessFigures before = ProcessFigures.of(launcher.pid());
        cycle(client, versions, CYCLES);
        ProcessFigures after = ProcessFigures.of(launcher.pid());
        List<String> faults = jobs.end();
        faults.stream().limit(10).forEach(System.err::println);
        return List.of(
            new Result(
                CYCLES + " upgrades with " + JOBS + " live jobs and " + 2 * JOBS + " open streams",
                after.text(),
                Optional.of(before.text() + " before"),
                Figures.megabytes(after.heap() - before.heap()) + " more heap",
                "flat",
                after.isFlatSince(before, CYCLES)),
            UpgradeRow.none(
                "... gaps, repeats and breaks in the streams (" + jobs.lines() + " lines)",
                faults.size()));
      }
    } finally {
      versions.restore();
      Files.deleteIfExists(sign);
      Files.delete(open);
    }
  }

  private static void cycle(Client client, PluginVersions versions, int count) throws Exception {
    for (int cycle = 0; cycle < count; cycle++) {
      PluginVersions.awaitServing(client, versions.next());
    }
  }
}
