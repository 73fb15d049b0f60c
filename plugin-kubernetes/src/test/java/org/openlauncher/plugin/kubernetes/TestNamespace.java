package org.openlauncher.plugin.kubernetes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.MachineUsers;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.Connection;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A namespace of the cluster that engines/kubernetes-up has started. The launcher's user may do
 * there what the Role in docs/kubernetes.md says, and nothing else.
 */
final class TestNamespace implements AutoCloseable {
  static final String BUSYBOX = "docker.io/openlauncher-test/busybox:1";
  static final String STATIC = "docker.io/openlauncher-test/static:1";
  static final String DEBIAN = "docker.io/openlauncher-test/debian:12";

  private static final long LEAST_ORDINARY_USER = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final ApiServer admin;

  private TestNamespace(String name, ApiServer admin) {
    this.name = name;
    this.admin = admin;
  }

  private static final class Shared {
    private static final TestNamespace ONE = open("openlauncher-test");

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(ONE::close));
    }
  }

  /** The one that most tests share. */
  static TestNamespace shared() {
    admin();
    return Shared.ONE;
  }

  /** One that a test may spoil. */
  static TestNamespace open(String begin) {
    String name = begin + "-" + ProcessHandle.current().pid();
    ApiServer admin =
        new ApiServer(new Connection.ByFile(admin()), Duration.ofSeconds(30), count -> {});
    TestNamespace namespace = new TestNamespace(name, admin);
    namespace.make();
    return namespace;
  }

  /** Where the administrator's credentials are; skips the test where there is no cluster. */
  static Path admin() {
    return setting("OPENLAUNCHER_KUBERNETES_ADMIN");
  }

  /** Where those of the launcher's user are. */
  static Path launcher() {
    return setting("OPENLAUNCHER_KUBERNETES_LAUNCHER");
  }

  /** The state of the servers. */
  static Path folder() {
    return setting("OPENLAUNCHER_KUBERNETES_FOLDER");
  }

  private static Path setting(String variable) {
    Optional<String> value = Optional.ofNullable(System.getenv(variable));
    if (value.isEmpty() && System.getenv("CI") != null && new MachineUsers().self().uid() == 0) {
      fail(variable + " is not set, so that nothing of Kubernetes would be tested");
    }
    assumeTrue(value.isPresent(), () -> variable + " is not set; engines/kubernetes-up tells it");
    return Path.of(value.orElseThrow());
  }

  /** Who owns the jobs; skips the test where the machine has no such user. */
  static UserAccount owner() {
    MachineUsers users = new MachineUsers();
    assumeTrue(users.self().uid() == 0, "only root can give the jobs' folder to their owner");
    Optional<UserAccount> alice = users.find("alice");
    assumeTrue(
        alice.map(UserAccount::uid).orElse(0L) >= LEAST_ORDINARY_USER,
        "the machine has no ordinary user alice");
    return alice.orElseThrow();
  }

  String name() {
    return name;
  }

  ApiServer api() {
    return admin;
  }

  /** A connection as the launcher's user. */
  static ApiServer launcherApi() {
    return new ApiServer(new Connection.ByFile(launcher()), Duration.ofSeconds(30), count -> {});
  }

  private void make() {
    ObjectNode namespace = Json.MAPPER.createObjectNode();
    namespace.putObject("metadata").put("name", name);
    admin.post("/api/v1/namespaces", namespace);
    role(documentedRole());
    ObjectNode binding = Json.MAPPER.createObjectNode();
    binding.putObject("metadata").put("name", "launcher");
    binding
        .putObject("roleRef")
        .put("apiGroup", "rbac.authorization.k8s.io")
        .put("kind", "Role")
        .put("name", "openlauncher");
    binding
        .putArray("subjects")
        .addObject()
        .put("apiGroup", "rbac.authorization.k8s.io")
        .put("kind", "User")
        .put("name", "launcher");
    admin.post(rbac("rolebindings"), binding);
    // Pods are refused before the cluster has made the account that they have.
    await("the namespace's service account")
        .atMost(PATIENCE)
        .until(
            () ->
                admin.find("/api/v1/namespaces/" + name + "/serviceaccounts/default").isPresent());
  }

  /** Gives the launcher's user other rights than the documented ones. */
  void role(JsonNode role) {
    admin.delete(rbac("roles") + "/openlauncher", Json.MAPPER.createObjectNode());
    ObjectNode own = (ObjectNode) role.deepCopy();
    ((ObjectNode) own.get("metadata")).remove("namespace");
    admin.post(rbac("roles"), own);
  }

  private String rbac(String kind) {
    return "/apis/rbac.authorization.k8s.io/v1/namespaces/" + name + "/" + kind;
  }

  /** The Role that administrators are told to make. */
  static JsonNode documentedRole() {
    Path page = Path.of("..", "docs", "kubernetes.md");
    try {
      String text = Files.readString(page);
      int begin = text.indexOf("    kind: Role\n");
      int first = text.lastIndexOf("    apiVersion:", begin);
      int end = text.indexOf("    ---", begin);
      String yaml = text.substring(first, end).replaceAll("(?m)^    ", "");
      return Json.MAPPER.readTree(
          Json.MAPPER.writeValueAsString(Serialization.unmarshal(yaml, Map.class)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    admin.delete("/api/v1/namespaces/" + name, Json.MAPPER.createObjectNode());
    admin.close();
  }
}
