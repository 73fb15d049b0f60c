package org.openlauncher.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real Kubernetes as its administrator sees it: by kubectl, and by the API behind its proxy. */
final class ClusterUnderTest implements AutoCloseable {
  static final String NAMESPACE = "openlauncher-bench";

  private static final String SHIPPED = "namespace: rstudio";
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)");
  private static final int REST_MILLIS = 200;
  private static final int OK_CLASS = 2;
  private static final int CLASS = 100;

  private final Path folder;
  private final Path kubeconfig;
  private final String image;
  private final Process proxy;
  private final URI jobs;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ClusterUnderTest(Path folder, Path kubeconfig, String image, Process proxy, int port) {
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    this.image = image;
    this.proxy = proxy;
    this.jobs =
        URI.create("http://127.0.0.1:" + port + "/apis/batch/v1/namespaces/" + NAMESPACE + "/jobs");
  }

  /** Makes the namespace, and gives the launcher the rights in it that the distribution names. */
  static ClusterUnderTest prepare(Path folder, Installation installation, String image)
      throws IOException, InterruptedException {
    kubectl(folder, "", "delete", "namespace", NAMESPACE, "--ignore-not-found");
    kubectl(folder, "", "create", "namespace", NAMESPACE);
    String role = Files.readString(installation.home().resolve("kubernetes/role.yaml"));
    kubectl(folder, role.replace(SHIPPED, "namespace: " + NAMESPACE), "apply", "--filename", "-");
    kubectl(
        folder,
        "",
        "--namespace",
        NAMESPACE,
        "create",
        "rolebinding",
        "bench",
        "--role=openlauncher",
        "--user=launcher");
    // The launcher runs as another account, which must read it and nobody else.
    Path own = installation.folder().resolve("launcher.kubeconfig");
    String text = Files.readString(folder.resolve("launcher.kubeconfig"));
    Path authority = installation.folder().resolve("authority.crt");
    Files.copy(folder.resolve("keys/authority.crt"), authority);
    Files.setPosixFilePermissions(authority, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(
        own, text.replace(folder.resolve("keys/authority.crt").toString(), authority.toString()));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
    Files.setOwner(
        own,
        own.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(installation.account()));
    Process proxy =
        new ProcessBuilder(command(folder, "proxy", "--port=0")).redirectErrorStream(true).start();
    Matcher port = PORT.matcher(proxy.inputReader(StandardCharsets.UTF_8).readLine());
    if (!port.find()) {
      throw new IOException("kubectl proxy does not say its port");
    }
    return new ClusterUnderTest(folder, own, image, proxy, Integer.parseInt(port.group(1)));
  }

  Path launchersKubeconfig() {
    return kubeconfig;
  }

  /** Jobs a second, from the first that is made until the last has succeeded. */
  double jobs(int count, int atOnce, String program) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Callable<String>> all = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        String body = job("direct-" + number, program);
        all.add(() -> exchange(request("").POST(HttpRequest.BodyPublishers.ofString(body))));
      }
      long begin = System.nanoTime();
      for (Future<String> made : threads.invokeAll(all)) {
        made.get();
      }
      while (succeeded() < count) {
        TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      }
      double rate = count / ((System.nanoTime() - begin) / 1e9);
      kubectl(folder, "", "--namespace", NAMESPACE, "delete", "jobs", "--selector=made=directly");
      return rate;
    } finally {
      threads.shutdownNow();
    }
  }

  private String job(String name, String program) {
    return "{\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"metadata\":{\"name\":\""
        + name
        + "\",\"labels\":{\"made\":\"directly\"}},\"spec\":{\"backoffLimit\":0,\"template\":"
        + "{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"main\",\"image\":\""
        + image
        + "\",\"imagePullPolicy\":\"IfNotPresent\",\"command\":[\""
        + program
        + "\"]}]}}}}";
  }

  private long succeeded() throws IOException, InterruptedException {
    String list = exchange(request("?labelSelector=made%3Ddirectly").GET());
    return Pattern.compile("\"succeeded\": ?1").matcher(list).results().count();
  }

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(jobs + query))
        .header("Content-Type", "application/json");
  }

  private String exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / CLASS != OK_CLASS) {
      throw new IOException("the API server answers " + answer.statusCode() + answer.body());
    }
    return answer.body();
  }

  /** How many requests of the launcher's have ended, or begun and go on. */
  long requestsOfLauncher() throws IOException {
    long requests = 0;
    // The server begins a new file when one is full.
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "audit*.log")) {
      for (Path file : files) {
        try (Stream<String> lines = Files.lines(file)) {
          requests +=
              lines
                  .filter(line -> line.contains("\"username\":\"launcher\""))
                  .filter(line -> !line.contains("\"stage\":\"ResponseStarted\""))
                  .count();
        }
      }
    }
    return requests;
  }

  private static List<String> command(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.add("--kubeconfig=" + folder.resolve("admin.kubeconfig"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void kubectl(Path folder, String input, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(folder, arguments)).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("kubectl " + String.join(" ", arguments) + ": " + said.strip());
    }
  }

  @Override
  public void close() throws IOException {
    proxy.destroy();
    try {
      kubectl(folder, "", "delete", "namespace", NAMESPACE, "--wait=false");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
