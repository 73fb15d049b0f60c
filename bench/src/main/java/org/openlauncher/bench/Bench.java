package org.openlauncher.bench;

import java.nio.file.Path;
import java.util.List;

/** Runs the rows that are asked for, or all, and prints the table. */
public final class Bench {
  private static final List<Row> ROWS =
      List.of(
          new LatencyRow(),
          new ThroughputRow(),
          new GetJobRow(),
          new ListRow(),
          new MemoryRow(),
          new CrashRow(),
          new ViewersRow(),
          new DockerRow(),
          new SlurmRow(),
          new SlurmRestRow(),
          new KubernetesRow(),
          new UpgradeRow(),
          new UpgradeCyclesRow());
  private static final int FIXED_ARGUMENTS = 5;

  private Bench() {}

  /** LAUNCHER FOLDER ACCOUNT OWNER SPAWN-LOOP [ROW...]; bench/run knows them. */
  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    Installation installation =
        new Installation(
            Path.of(given.get(0)),
            Path.of(given.get(1)),
            given.get(2),
            given.get(3),
            Path.of(given.get(4)));
    List<String> wanted = given.subList(FIXED_ARGUMENTS, given.size());
    for (String name : wanted) {
      if (ROWS.stream().noneMatch(row -> row.name().equals(name))) {
        System.err.println(
            "bench: expected rows out of "
                + ROWS.stream().map(Row::name).toList()
                + ", found "
                + name);
        System.exit(64);
      }
    }
    System.out.println(
        "| what | launcher | floor in the same run | compared | to reach | reached |");
    System.out.println("|---|---|---|---|---|---|");
    for (Row row : ROWS) {
      if (wanted.isEmpty() || wanted.contains(row.name())) {
        System.err.println("== " + row.name());
        print(row.measure(installation));
      }
    }
  }

  private static void print(List<Result> results) {
    System.out.println(
        "| what | launcher | floor in the same run | compared | to reach | reached |");
    System.out.println("|---|---|---|---|---|---|");
    for (Result result : results) {
      System.out.println(
          String.join(
              " | ",
              "| " + result.what(),
              result.measured(),
              result.floor().orElse("-"),
              result.compared(),
              result.target(),
              (result.reached() ? "yes" : "no") + " |"));
    }
  }
}
