package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.contract.TextSettings;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is in the pods of jobs. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "pods are the same whatever runs the launcher; the first pass has run them")
class PodContentTest extends KubernetesTestBase {
  @ParameterizedTest
  @ValueSource(strings = {TestNamespace.BUSYBOX, TestNamespace.DEBIAN})
  void theOwnerHasAnAccountInside(String image) {
    JobSpecification.Builder job =
        underTest()
            .command(
                "id -un; id -u; id -gn; cat /etc/passwd; echo ~; echo \"$HOME\"; touch ~/new; pwd")
            .container(new Container(image, Optional.empty(), Optional.empty(), List.of(), true));

    StartedJob started = start(job);
    started.awaitFinished(0);

    List<String> lines = started.readText(OutputType.STDOUT).lines().toList();
    assertThat(lines.subList(0, 3))
        .containsExactly(
            underTest().owner().name(),
            Long.toString(underTest().owner().uid()),
            underTest().owner().groups().get(0));
    assertThat(lines).anyMatch(line -> line.startsWith("root:"));
    String home = underTest().owner().home().toString();
    assertThat(lines.subList(lines.size() - 3, lines.size())).containsExactly(home, home, home);
  }

  @Test
  void whoeverListsPodsSeesNoValue() {
    StartedJob job =
        start(
            underTest()
                .command(waitAt("gate"))
                .environment(List.of(new EnvironmentVariable("TOKEN", "s3cret-value")))
                .stdin("s3cret-input"));
    job.awaitRunning();

    assertThat(pods(job.id()).toString() + jobObject(job.id())).doesNotContain("s3cret");
    Awaitility.await("removal of the Secret")
        .atMost(underTest().patience().end())
        .until(
            () ->
                namespace()
                    .api()
                    .find(
                        "/api/v1/namespaces/"
                            + namespace().name()
                            + "/secrets/"
                            + JobNames.object(job.id()))
                    .isEmpty());
  }

  @Test
  void thePodIsConfined() {
    StartedJob job = start(waitAt("gate"));
    job.awaitRunning();

    JsonNode pod = pods(job.id()).get(0).path("spec");

    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean(false)).isTrue();
    assertThat(pod.path("securityContext").path("seccompProfile").path("type").asString(""))
        .isEqualTo("RuntimeDefault");
    JsonNode container = pod.path("containers").get(0).path("securityContext");
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.path("capabilities").path("drop").toString()).isEqualTo("[\"ALL\"]");
  }

  @Test
  void anExposedPortIsReachedThroughTheNode() throws Exception {
    StartedJob job =
        start(
            underTest()
                .command("echo through > /tmp/index.html; exec httpd -f -p 8080 -h /tmp")
                .exposedPorts(
                    List.of(new ExposedPort(8080, Optional.empty(), ExposedPort.Protocol.TCP))));
    job.awaitRunning();

    NetworkInfo network = cluster().cluster().network(job.remembered());

    assertThat(network.ports()).hasSize(1);
    assertThat(network.endpoints()).hasSize(1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + network.endpoints().get(0) + "/index.html"))
            .timeout(Duration.ofSeconds(5))
            .build();
    Awaitility.await("answer of the job")
        .atMost(underTest().patience().start())
        .ignoreExceptions()
        .until(
            () ->
                HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .equals("through\n"));
  }

  @Test
  void aClaimKeepsForTheNextJobWhatOneHasWritten() throws IOException {
    Path disk = Files.createDirectory(folder().resolve("disk"));
    Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxrwxrwx"));
    String volume = namespace().name() + "-disk";
    namespace().api().post("/api/v1/persistentvolumes", volume(volume, disk));
    try {
      namespace()
          .api()
          .post(
              "/api/v1/namespaces/" + namespace().name() + "/persistentvolumeclaims",
              claim("disk", volume));
      List<Mount> mounts =
          List.of(
              new Mount(
                  "/data",
                  Optional.empty(),
                  false,
                  new MountSource.Other(
                      "kubernetesPersistentVolumeClaim",
                      new JsonText("{\"claimName\":\"disk\"}"))));

      start(underTest().command("echo kept > /data/file").mounts(mounts)).awaitFinished(0);
      StartedJob reader = start(underTest().command("cat /data/file").mounts(mounts));
      reader.awaitFinished(0);

      assertThat(reader.readText(OutputType.STDOUT)).isEqualTo("kept\n");
    } finally {
      namespace()
          .api()
          .delete("/api/v1/persistentvolumes/" + volume, Json.MAPPER.createObjectNode());
    }
  }

  private static ObjectNode volume(String name, Path folder) {
    ObjectNode volume = Json.MAPPER.createObjectNode();
    volume.putObject("metadata").put("name", name);
    ObjectNode specification = volume.putObject("spec");
    specification.putObject("capacity").put("storage", "1Gi");
    specification.putArray("accessModes").add("ReadWriteMany");
    specification.putObject("hostPath").put("path", folder.toString());
    return volume;
  }

  private static ObjectNode claim(String name, String volume) {
    ObjectNode claim = Json.MAPPER.createObjectNode();
    claim.putObject("metadata").put("name", name);
    ObjectNode specification = claim.putObject("spec");
    specification.put("volumeName", volume).put("storageClassName", "");
    specification.putArray("accessModes").add("ReadWriteMany");
    specification.putObject("resources").putObject("requests").put("storage", "1Gi");
    return claim;
  }

  /** What this cluster has no server for is taken by its API all the same. */
  @Test
  void allKindsOfMountsAreTaken() {
    List<Mount> mounts = new ArrayList<>();
    for (MountSource source :
        List.of(
            new MountSource.Nfs(Optional.of("nas.example.org"), "/export"),
            new MountSource.CephFs(
                List.of("10.0.0.1:6789"),
                Optional.of("/data"),
                Optional.of("ada"),
                Optional.of("/etc/ceph/secret"),
                Optional.of("ceph-secret")),
            new MountSource.GlusterFs("gluster-endpoints", "volume"),
            new MountSource.AzureFile("azure-secret", "share"),
            new MountSource.Other(
                "kubernetesPersistentVolumeClaim", new JsonText("{\"claimName\":\"home\"}")),
            new MountSource.Other("passthrough", new JsonText("{\"emptyDir\":{}}")))) {
      mounts.add(new Mount("/mnt/" + mounts.size(), Optional.empty(), true, source));
    }

    StartedJob job = start(underTest().pendingJob().orElseThrow().mounts(mounts));

    JsonNode volumes =
        jobObject(job.id()).path("spec").path("template").path("spec").path("volumes");
    assertThat(
            volumes.valueStream().flatMap(volume -> volume.propertyStream()).map(Map.Entry::getKey))
        .contains("nfs", "cephfs", "glusterfs", "azureFile", "persistentVolumeClaim", "emptyDir");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"hostPath\":{\"path\":\"/\"}}",
        "{\"hostPath\":{\"path\":\"/etc\"}}",
        "{\"projected\":{}}",
        "{\"secret\":{\"secretName\":\"openlauncher-0000\"}}",
        "{}"
      })
  void whatLeadsToOthersIsNoMount(String volume) {
    Mount mount =
        new Mount(
            "/mnt",
            Optional.empty(),
            false,
            new MountSource.Other("passthrough", new JsonText(volume)));

    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> start(underTest().command("exit 0").mounts(List.of(mount))))
        .withMessageContaining("$.job.mounts[0].mountSource.source");
  }

  @Test
  void limitsPlacementAndOverridesStandInTheJob() throws IOException {
    Path tolerations = folder().resolve("tolerations.json");
    Files.writeString(tolerations, "{\"key\":\"gpu\",\"operator\":\"Exists\"}");
    LaunchRequest request =
        cluster()
            .request(
                underTest()
                    .command("exit 0")
                    .resourceLimits(
                        List.of(
                            new ResourceLimit(ResourceLimit.CPU_COUNT, "1.5"),
                            new ResourceLimit(ResourceLimit.MEMORY, "100"),
                            new ResourceLimit(ResourceLimit.NVIDIA_GPUS, "2")))
                    .placementConstraints(
                        List.of(new PlacementConstraint("example.org/disk", Optional.of("ssd")))));
    TextSettings profile =
        new TextSettings(
            underTest().newPlugin().profileOptions(),
            Map.of(
                "cpu-request-ratio",
                "0.5",
                "job-json-overrides",
                "\"/spec/template/spec/tolerations/-\":\"" + tolerations + "\""));

    JsonNode job =
        Json.MAPPER.readTree(
            cluster()
                .cluster()
                .plan(
                    new LaunchRequest(
                        request.id(), request.specification(), request.owner(), profile))
                .document()
                .orElseThrow()
                .text());

    JsonNode pod = job.path("spec").path("template").path("spec");
    JsonNode resources = pod.path("containers").get(0).path("resources");
    assertThat(resources.path("limits").toString())
        .isEqualTo("{\"cpu\":\"1500m\",\"memory\":\"100000000\",\"nvidia.com/gpu\":\"2\"}");
    assertThat(resources.path("requests").toString())
        .isEqualTo("{\"cpu\":\"750m\",\"memory\":\"100000000\"}");
    assertThat(pod.path("nodeSelector").path("example.org/disk").asString("")).isEqualTo("ssd");
    assertThat(pod.path("tolerations").get(0).path("key").asString("")).isEqualTo("gpu");
  }

  @Test
  void anOverrideThatLosesTheJobIsRefused() throws IOException {
    Path file = folder().resolve("limit.json");
    Files.writeString(file, "6");
    LaunchRequest request = cluster().request(underTest().command("exit 0"));
    TextSettings profile =
        new TextSettings(
            underTest().newPlugin().profileOptions(),
            Map.of("job-json-overrides", "\"/spec/backoffLimit\":\"" + file + "\""));

    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(
            () ->
                cluster()
                    .cluster()
                    .plan(
                        new LaunchRequest(
                            request.id(), request.specification(), request.owner(), profile)))
        .withMessageContaining("/spec/backoffLimit");
  }
}
