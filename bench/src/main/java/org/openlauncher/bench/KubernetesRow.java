package org.openlauncher.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Pods of a real Kubernetes: against as many Jobs that are made directly, then hundreds with many
 * clients that ask for them, while the API server notes who asks it.
 */
final class KubernetesRow implements Row {
  private static final String FOLDER = "OPENLAUNCHER_KUBERNETES_FOLDER";
  private static final String PROGRAM = "/bin/true";
  private static final String IMAGE = "openlauncher-test/busybox:1";
  private static final int PODS = 200;
  private static final int WARM_UP = 16;
  private static final int POLLED = 500;
  private static final int CLIENTS = 50;
  private static final int CREATED = 201;
  private static final double TARGET = 0.8;
  private static final int MOST_REQUESTS = 60;

  /** Pods that start are asked for their output: what is counted comes after that. */
  private static final Duration SETTLED = Duration.ofSeconds(20);

  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public List<Result> measure(Installation installation) throws Exception {
    Optional<String> folder =
        Optional.ofNullable(System.getenv(FOLDER)).filter(text -> !text.isEmpty());
    if (folder.isEmpty()) {
      System.err.println("left out: it wants in " + FOLDER + " what engines/kubernetes-up prints");
      return List.of();
    }
    try (ClusterUnderTest cluster =
            ClusterUnderTest.prepare(Path.of(folder.get()), installation, IMAGE);
        LauncherUnderTest launcher =
            new LauncherUnderTest(
                installation,
                name(),
                "Kubernetes",
                "kubeconfig="
                    + cluster.launchersKubeconfig()
                    + "\nkubernetes-namespace="
                    + ClusterUnderTest.NAMESPACE
                    + "\nimage-pull-policy=IfNotPresent\n")) {
      launcher.start();
      Client client = new Client(launcher);
      return List.of(compare(launcher, client, cluster), poll(launcher, client, cluster));
    }
  }

  private static byte[] request(Client client, String job) {
    return client.submissionWith(
        "{\"job\":{\"name\":\"bench\",\"cluster\":\"Kubernetes\","
            + job
            + ",\"container\":{\"image\":\""
            + IMAGE
            + "\"}}}");
  }

  private static Result compare(LauncherUnderTest launcher, Client client, ClusterUnderTest cluster)
      throws Exception {
    byte[] request = request(client, "\"exe\":\"" + PROGRAM + "\"");
    ManyJobs.run(launcher, client, request, WARM_UP);
    double floorBefore = cluster.jobs(PODS, ManyJobs.CLIENTS, PROGRAM);
    double rate = ManyJobs.run(launcher, client, request, PODS);
    double floor = (floorBefore + cluster.jobs(PODS, ManyJobs.CLIENTS, PROGRAM)) / 2;
    return new Result(
        PODS
            + " pods of "
            + PROGRAM
            + " by "
            + ManyJobs.CLIENTS
            + " clients, every exit code checked",
        Figures.number(rate) + " pods/s",
        Optional.of("the same Jobs made directly: " + Figures.number(floor) + "/s"),
        Figures.number(rate / floor),
        "at least " + TARGET,
        rate / floor >= TARGET);
  }

  private static Result poll(LauncherUnderTest launcher, Client client, ClusterUnderTest cluster)
      throws Exception {
    byte[] request = request(client, "\"command\":\"sleep 3600\"");
    ExecutorService threads = Executors.newCachedThreadPool();
    try (KeepAliveConnection connection = new KeepAliveConnection(launcher.port())) {
      for (int number = 0; number < POLLED; number++) {
        connection.exchange(request, CREATED);
      }
      byte[] question = client.request("/jobs?limit=500&fields=id,status");
      for (int number = 0; number < CLIENTS; number++) {
        threads.execute(new PollingClient(launcher.port(), question));
      }
      awaitRest(client);
      long before = cluster.requestsOfLauncher();
      TimeUnit.MINUTES.sleep(1);
      long requests = cluster.requestsOfLauncher() - before;
      return new Result(
          CLIENTS
              + " clients poll "
              + POLLED
              + " jobs: requests to the API server, by its audit log",
          requests + " in a minute",
          Optional.empty(),
          Long.toString(requests),
          "at most " + MOST_REQUESTS,
          requests <= MOST_REQUESTS);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A node takes only so many pods: the other jobs wait. */
  private static void awaitRest(Client client) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    String before = "";
    long since = System.nanoTime();
    while (System.nanoTime() - since < SETTLED.toNanos() && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(1);
      String now = client.text("/jobs?status=Running&limit=500&fields=id");
      if (!now.equals(before)) {
        before = now;
        since = System.nanoTime();
      }
    }
  }
}
