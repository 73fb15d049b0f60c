package org.openlauncher.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Containers through the launcher, against as many by the engine's own API. */
final class DockerRow implements Row {
  private static final String ENGINE = "OPENLAUNCHER_DOCKER_HOST";
  private static final String SCHEME = "unix://";
  private static final String IMAGE = "openlauncher-test/busybox:1";
  private static final String PROGRAM = "/bin/true";
  private static final int CONTAINERS = 300;
  private static final int WARM_UP = 40;
  private static final double TARGET = 0.7;

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    Optional<String> engine =
        Optional.ofNullable(System.getenv(ENGINE)).filter(address -> address.startsWith(SCHEME));
    if (engine.isEmpty()) {
      System.err.println(
          "left out: "
              + ENGINE
              + " names no engine; 'OPENLAUNCHER_DOCKER_GROUP=nogroup engines/docker-up' starts one");
      return List.of();
    }
    EngineLoop loop = new EngineLoop(Path.of(engine.get().substring(SCHEME.length())), IMAGE);
    try (LauncherUnderTest launcher =
        new LauncherUnderTest(
            installation, name(), "Docker", "docker-host=" + engine.get() + "\n")) {
      launcher.start();
      Client client = new Client(launcher);
      byte[] request =
          client.submissionWith(
              "{\"job\":{\"name\":\"bench\",\"cluster\":\"Docker\",\"exe\":\""
                  + PROGRAM
                  + "\",\"container\":{\"image\":\""
                  + IMAGE
                  + "\"}}}");
      ManyJobs.run(launcher, client, request, WARM_UP);
      double floorBefore = loop.run(CONTAINERS, ManyJobs.CLIENTS, PROGRAM);
      double rate = ManyJobs.run(launcher, client, request, CONTAINERS);
      double floor = (floorBefore + loop.run(CONTAINERS, ManyJobs.CLIENTS, PROGRAM)) / 2;
      return List.of(
          new Result(
              CONTAINERS
                  + " containers of "
                  + PROGRAM
                  + " by "
                  + ManyJobs.CLIENTS
                  + " clients, every exit code checked",
              Figures.number(rate) + " containers/s",
              Optional.of(
                  "made, started and waited for by the engine's API: "
                      + Figures.number(floor)
                      + "/s"),
              Figures.number(rate / floor),
              "at least " + TARGET,
              rate / floor >= TARGET));
    }
  }
}
