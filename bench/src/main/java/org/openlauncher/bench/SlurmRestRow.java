package org.openlauncher.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Jobs of a real cluster of Slurm by slurmrestd: against loops of slurmrestd's own and of sbatch.
 */
final class SlurmRestRow implements Row {
  private static final String CONFIGURATION = "OPENLAUNCHER_SLURM_ACCOUNTING_CONF";
  private static final String URL = "OPENLAUNCHER_SLURM_REST_URL";
  private static final String TOKENS = "OPENLAUNCHER_SLURM_REST_TOKENS";
  private static final String SERVICE_USER = "slurm";
  private static final String SUBMISSION =
      "{\"script\":\"#!/bin/sh\\nexit 0\\n\",\"job\":{\"name\":\"bench\","
          + "\"comment\":\"bench\",\"current_working_directory\":\"/\","
          + "\"environment\":{\"PATH\":\"/bin:/usr/bin\"},\"standard_input\":\"/dev/null\","
          + "\"standard_output\":\"/dev/null\",\"open_mode\":\"append\","
          + "\"tasks\":1,\"nodes\":[1,1],\"requeue\":false}}";
  private static final int JOBS = 200;
  private static final int WARM_UP = 800;
  private static final int OK = 200;
  private static final double TARGET = 0.8;

  @Override
  public String name() {
    return "slurm-rest";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    Optional<String> configuration = setting(CONFIGURATION);
    Optional<String> url = setting(URL);
    Optional<String> tokens = setting(TOKENS);
    if (configuration.isEmpty()
        || url.isEmpty()
        || tokens.isEmpty()
        || installation.account().equals(installation.owner())) {
      System.err.println(
          "left out: it wants root, and what engines/slurm-accounting-up prints in the environment");
      return List.of();
    }
    Path token = Path.of(tokens.get(), SERVICE_USER);
    SlurmCommandLine slurm =
        new SlurmCommandLine(Path.of(configuration.get()), installation.owner());
    try (LauncherUnderTest launcher =
        new LauncherUnderTest(
            installation,
            name(),
            "Slurm",
            "slurm-service-user="
                + SERVICE_USER
                + "\nrest-url="
                + url.get()
                + "\nrest-token-file="
                + token
                + "\n")) {
      launcher.start();
      Client client = new Client(launcher);
      byte[] request =
          client.submissionWith(
              "{\"job\":{\"name\":\"bench\",\"cluster\":\"Slurm\",\"command\":\"exit 0\"}}");
      // A launcher runs for weeks, and is not compared while Java still compiles it.
      ManyJobs.run(launcher, client, request, WARM_UP);
      double sbatch = slurm.loop(JOBS, ManyJobs.CLIENTS);
      double before = direct(slurm, url.get(), token, installation.owner());
      double rate = ManyJobs.run(launcher, client, request, JOBS);
      double floor = (before + direct(slurm, url.get(), token, installation.owner())) / 2;
      return List.of(
          new Result(
              "Slurm by slurmrestd: "
                  + JOBS
                  + " jobs by "
                  + ManyJobs.CLIENTS
                  + " clients until the last has ended, every exit code checked",
              Figures.number(rate) + " jobs/s",
              Optional.of(
                  "slurmrestd itself, as many at once: "
                      + Figures.number(floor)
                      + "/s; sbatch: "
                      + Figures.number(sbatch)
                      + "/s"),
              Figures.number(rate / floor),
              "at least " + TARGET,
              rate / floor >= TARGET));
    }
  }

  private static Optional<String> setting(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty());
  }

  private static double direct(SlurmCommandLine slurm, String url, Path token, String owner)
      throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    String secret = Files.readString(token).strip().replaceFirst("^SLURM_JWT=", "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/slurm/v0.0.38/job/submit"))
            .header("X-SLURM-USER-NAME", owner)
            .header("X-SLURM-USER-TOKEN", secret)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(SUBMISSION))
            .build();
    return slurm.loop(
        JOBS,
        ManyJobs.CLIENTS,
        () -> {
          HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
          if (answer.statusCode() != OK) {
            throw new IOException(
                "slurmrestd answers " + answer.statusCode() + " " + answer.body());
          }
          return answer.body();
        });
  }
}
