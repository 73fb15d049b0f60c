package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One job, asked for with a credential, beside a bare Jetty that answers as many bytes. */
final class GetJobRow implements Row {
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final int ROUNDS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final double TARGET = 0.5;

  @Override
  public String name() {
    return "get-job";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    try (LauncherUnderTest launcher = new LauncherUnderTest(installation, name())) {
      launcher.start();
      Client client = new Client(launcher);
      String job;
      try (StatusStream stream = new StatusStream(client)) {
        job = client.submit("exit 0");
        stream.await(job, "Finished", LIMIT);
      }
      String path = "/jobs/" + job;
      int length = client.text(path).length();
      Process jetty = startJetty(length);
      try (BufferedReader said = jetty.inputReader()) {
        String port = said.readLine();
        if (port == null) {
          throw new IOException("the bare Jetty did not start");
        }
        KeepAliveLoad ours = new KeepAliveLoad(launcher.port(), client.request(path));
        KeepAliveLoad bare = new KeepAliveLoad(Integer.parseInt(port), client.request(path));
        ours.rate(WARM_UP);
        bare.rate(WARM_UP);
        double oursRate = 0;
        double bareRate = 0;
        for (int round = 0; round < ROUNDS; round++) {
          oursRate += ours.rate(ROUND) / ROUNDS;
          bareRate += bare.rate(ROUND) / ROUNDS;
        }
        return List.of(
            new Result(
                "GET /jobs/{id} with a credential, 4 connections",
                Figures.number(oursRate) + " requests/s",
                Optional.of("bare Jetty: " + Figures.number(bareRate) + "/s"),
                Figures.number(oursRate / bareRate),
                "at least " + TARGET,
                oursRate / bareRate >= TARGET));
      } finally {
        jetty.destroy();
      }
    }
  }

  private static Process startJetty(int length) throws IOException {
    String java = System.getProperty("java.home") + "/bin/java";
    return new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-Xms16m",
            "-Xmx256m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("java.class.path"),
            BareJetty.class.getName(),
            String.valueOf(length))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
