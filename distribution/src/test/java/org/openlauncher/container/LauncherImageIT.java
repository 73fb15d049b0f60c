package org.openlauncher.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.testing.UnpackedLauncher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The launcher's image is built as administrators build it, and runs in a real Kubernetes with the
 * manifests of the distribution and the rights of its Role.
 */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "the image has a Java of its own; the first pass has tried it")
class LauncherImageIT {
  private static final String NAMESPACE = "rstudio";
  private static final String BASE = "localhost/openlauncher-test-base:12";
  private static final String IMAGE = "docker.io/library/openlauncher:latest";
  private static final String VOLUME = "openlauncher-image-test";
  private static final int LAUNCHERS_ID = 990;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Path admin;

  @BeforeEach
  void findCluster() {
    admin = Path.of(setting("OPENLAUNCHER_KUBERNETES_ADMIN"));
  }

  private static String setting(String variable) {
    Optional<String> value = Optional.ofNullable(System.getenv(variable));
    assumeTrue(value.isPresent(), variable + " is not set; engines/kubernetes-up tells it");
    return value.orElseThrow();
  }

  @AfterEach
  void remove() throws Exception {
    kubectl("", "delete", "namespace", NAMESPACE, "--ignore-not-found");
    kubectl("", "delete", "persistentvolume", VOLUME, "--ignore-not-found");
  }

  @Test
  void aPodOfItStartsJobsAsPods() throws Exception {
    importImage();
    install();
    inLauncher("check-config");
    String credential = inLauncher("credential", "--user=alice").strip();
    URI launcher =
        URI.create(
            "http://"
                + kubectl(
                    "",
                    "--namespace=" + NAMESPACE,
                    "get",
                    "service",
                    "openlauncher",
                    "--output=jsonpath={.spec.clusterIP}:{.spec.ports[0].port}"));
    String id =
        ask(request(launcher.resolve("/jobs"), credential)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                            {"job":{"name":"inner","cluster":"Kubernetes",
                            "command":"id; exit 7","workingDirectory":"/tmp",
                            "container":{"image":"openlauncher-test/busybox:1"}}}""")))
            .path("job")
            .path("id")
            .asString();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        ask(request(launcher.resolve("/jobs/" + id), credential))
                            .path("job")
                            .path("exitCode")
                            .asInt(-1))
                    .isEqualTo(7));
    assertThat(text(request(launcher.resolve("/jobs/" + id + "/output?type=stdout"), credential)))
        .contains("uid=1001");
    assertThat(kubectl("", "--namespace=" + NAMESPACE, "logs", "deployment/openlauncher"))
        .contains("Listening at", "\"operation\":\"submit\"");
  }

  /** By buildah, with Debian as the base, since no registry is within reach. */
  private void importImage() throws Exception {
    Path context = UnpackedLauncher.copiedTo(folder.resolve("openlauncher")).home();
    Path archive = folder.resolve("openlauncher.tar");
    String container = buildah("from", "scratch").strip();
    buildah("add", "--quiet", container, setting("OPENLAUNCHER_DEBIAN_ARCHIVE"), "/");
    buildah("commit", "--quiet", "--rm", container, BASE);
    buildah(
        "bud",
        "--isolation=chroot",
        "--network=host",
        "--build-arg=BASE=" + BASE,
        "--tag=" + IMAGE,
        "--file=" + context.resolve("container/Containerfile"),
        context.toString());
    buildah("push", "--quiet", IMAGE, "docker-archive:" + archive + ":" + IMAGE);
    run("", "../engines/kubernetes-up", "--import", archive.toString());
  }

  private void install() throws Exception {
    Path manifests = UnpackedLauncher.built().home().resolve("kubernetes");
    Path state = Files.createDirectory(folder.resolve("state"));
    run("", "chown", LAUNCHERS_ID + ":" + LAUNCHERS_ID, state.toString());
    // The volume is found below a folder that others can pass.
    run("", "chmod", "a+x", folder.toString());
    remove();
    kubectl("", "create", "namespace", NAMESPACE);
    kubectl(
        "",
        "--namespace=" + NAMESPACE,
        "create",
        "secret",
        "generic",
        "openlauncher-key",
        "--from-literal=secure-cookie-key=5b2c9f0e7d1a4c36");
    kubectl(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %s}
        spec:
          capacity: {storage: 5Gi}
          accessModes: [ReadWriteOnce]
          hostPath: {path: %s}
          claimRef: {namespace: %s, name: openlauncher}
        """
            .formatted(VOLUME, state, NAMESPACE),
        "apply",
        "--filename=-");
    kubectl("", "apply", "--filename=" + manifests.resolve("role.yaml"));
    kubectl("", "apply", "--filename=" + manifests.resolve("launcher.yaml"));
    kubectl(
        "",
        "--namespace=" + NAMESPACE,
        "rollout",
        "status",
        "deployment/openlauncher",
        "--timeout=" + PATIENCE.toSeconds() + "s");
  }

  private String inLauncher(String... command) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--namespace=" + NAMESPACE,
                "exec",
                "deployment/openlauncher",
                "--container=launcher",
                "--",
                "/opt/openlauncher/bin/rstudio-launcher"));
    all.addAll(List.of(command));
    return kubectl("", all.toArray(String[]::new));
  }

  private static HttpRequest.Builder request(URI address, String credential) {
    return HttpRequest.newBuilder(address).header("Authorization", "Launcher " + credential);
  }

  private static String text(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return answer.body();
  }

  private static JsonNode ask(HttpRequest.Builder request) throws Exception {
    return JsonMapper.shared().readTree(text(request));
  }

  private String buildah(String... arguments) throws Exception {
    return run(
        "",
        "buildah",
        List.of(
            "--root=" + folder.resolve("storage"),
            "--runroot=" + folder.resolve("storage-run"),
            "--storage-driver=vfs"),
        arguments);
  }

  private String kubectl(String input, String... arguments) throws Exception {
    return run(input, "kubectl", List.of("--kubeconfig=" + admin), arguments);
  }

  private static String run(String input, String program, List<String> first, String... rest)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(first);
    command.addAll(List.of(rest));
    return run(input, command.toArray(String[]::new));
  }

  private static String run(String input, String... command) throws Exception {
    Path errors = Files.createTempFile(Path.of("target"), "command", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said + Files.readString(errors));
    }
    return said;
  }
}
