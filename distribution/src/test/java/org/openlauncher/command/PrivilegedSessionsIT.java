package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.testing.HeadlessBrowser;
import org.openlauncher.testing.LauncherClient;
import org.openlauncher.testing.OrdinaryUser;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real sessions of the packed launcher that root started, for alice, with bob looking on. */
class PrivilegedSessionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path JUPYTER = Path.of("/usr/bin/jupyter-notebook");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private UnpackedLauncher launcher;
  private TestConfiguration configuration;

  @BeforeEach
  void unpack() throws Exception {
    assumeTrue(
        ServiceAccount.startedByRoot(), "only root's launcher runs sessions as their owners");
    assumeTrue(Files.exists(PYTHON), "the stand-ins need python3");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    assumeTrue(Files.exists(launcher.spawner()), "built without a C compiler");
    configuration = TestConfiguration.in(folder);
    Path sockets = configuration.socket().getParent();
    OrdinaryUser.call("install", "-d", "-m", "755", "-o", "nobody", String.valueOf(sockets));
    for (String user : List.of("alice", "bob")) {
      OrdinaryUser.of(user);
    }
    OrdinaryUser.call(
        "openssl",
        "genpkey",
        "-quiet",
        "-algorithm",
        "RSA",
        "-pkeyopt",
        "rsa_keygen_bits:2048",
        "-out",
        etc("launcher.pem").toString());
    Files.setPosixFilePermissions(
        etc("launcher.pem"), PosixFilePermissions.fromString("rw-------"));
    OrdinaryUser.call(
        "openssl",
        "rsa",
        "-in",
        etc("launcher.pem").toString(),
        "-pubout",
        "-out",
        etc("launcher.pub").toString());
    write(
        "rserver.conf",
        """
        launcher-sessions-enabled=1
        launcher-address=%s
        launcher-sessions-callback-address=http://localhost:8787
        rsession-path=%s
        """
            .formatted(configuration.socket(), program("rsession-stand-in")));
    write("vscode.conf", "enabled=1\nexe=" + program("code-server-fake") + "\n");
    // Debian 12 has no JupyterLab: but for one test, its sessions are those of the notebook here.
    write(
        "jupyter.conf",
        "jupyter-exe="
            + JUPYTER.resolveSibling("jupyter")
            + "\nlabs-enabled=1\nlab-command=notebook\nnotebooks-enabled=1\n");
  }

  private Path etc(String name) {
    return configuration.folder().resolve(name);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(etc(name), content);
    Files.setPosixFilePermissions(etc(name), PosixFilePermissions.fromString("rw-r--r--"));
  }

  private Path program(String name) throws IOException {
    Path copy = folder.resolve(name);
    if (Files.notExists(copy)) {
      Files.copy(Path.of("src/test/sessions", name), copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return copy;
  }

  @AfterEach
  void stop() throws Exception {
    if (configuration != null) {
      call("stop").status();
    }
  }

  private ScriptRun call(String command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(options));
    arguments.add("--config-dir=" + configuration.folder());
    return ScriptRun.begin(launcher, Map.of(), arguments.toArray(String[]::new));
  }

  private LauncherClient client(String user) throws Exception {
    ScriptRun credential = call("credential", "--user=" + user);
    assertThat(credential.status()).as(credential.error()).isZero();
    return new LauncherClient(configuration.socket(), credential.output().strip());
  }

  private static JsonNode body(String answer) {
    return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private JsonNode ready(LauncherClient client, String workbench) throws IOException {
    String answer = client.post("/sessions", "{\"session\":{\"workbench\":\"" + workbench + "\"}}");
    assertThat(answer).startsWith("HTTP/1.1 201");
    JsonNode session = body(answer).path("session");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.get("/sessions/" + session.path("id").asString()))
                    .contains("\"ready\":true"));
    return session;
  }

  private static void end(LauncherClient client, JsonNode session) throws IOException {
    String id = session.path("id").asString();
    client.post("/jobs/" + id + "/control", "{\"operation\":\"stop\"}");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.get("/jobs/" + id + "?fields=status"))
                    .containsPattern("Finished|Killed"));
  }

  private HeadlessBrowser browser() throws Exception {
    assumeTrue(Files.exists(HeadlessBrowser.PROGRAM), "there is no " + HeadlessBrowser.PROGRAM);
    return new HeadlessBrowser(folder.resolve("chromium"));
  }

  @Test
  void aSessionOfRStudioGetsWhatItNeedsAndIsItsCreatorsAlone() throws Exception {
    assertThat(call("start").status()).isZero();
    LauncherClient alice = client("alice");
    JsonNode session = ready(alice, "RStudio");
    String id = session.path("id").asString();

    assertThat(alice.get("/jobs/" + id + "/network"))
        .contains("\"targetPort\":" + session.path("port").asString());
    assertThat(alice.get("/jobs/" + id)).contains("The session answers at").contains("\"Ready\"");
    assertThat(client("bob").get("/sessions/" + id)).startsWith("HTTP/1.1 404");
    // A launcher that starts again finds the session, and that it answers.
    assertThat(call("restart").status()).isZero();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(alice.get("/sessions/" + id)).contains("\"ready\":true"));
    end(alice, session);
  }

  @Test
  void aBrowserOpensANotebookWithTheTokenOnly() throws Exception {
    assumeTrue(Files.exists(JUPYTER), "there is no " + JUPYTER);
    assertThat(call("start").status()).isZero();
    LauncherClient alice = client("alice");
    try (HeadlessBrowser browser = browser()) {
      for (String workbench : List.of("Jupyter Notebook", "JupyterLab")) {
        JsonNode session = ready(alice, workbench);
        String address = "http://127.0.0.1:" + session.path("port").asString() + "/tree";

        browser.open(address);
        browser.awaitElement("input[name=password]");
        browser.open(address + "?token=" + session.path("token").asString());
        browser.awaitElement("#notebook_list");
        end(alice, session);
      }
    }
  }

  @Test
  void aBrowserOpensTheRealCodeServerWithTheTokenOnly() throws Exception {
    String program = System.getenv("OPENLAUNCHER_CODE_SERVER");
    assumeTrue(program != null, "engines/code-server-up has not told where code-server is");
    write("vscode.conf", "enabled=1\nexe=" + program + "\n");
    assertThat(call("start").status()).isZero();
    LauncherClient alice = client("alice");
    try (HeadlessBrowser browser = browser()) {
      JsonNode session = ready(alice, "VS Code");

      browser.open("http://127.0.0.1:" + session.path("port").asString() + "/");
      browser.awaitElement("input[name=password]");
      browser.logIn("x");
      browser.awaitElement("div.error");
      browser.logIn(session.path("token").asString());
      browser.awaitElement("div.monaco-workbench");
      end(alice, session);
    }
  }

  @Test
  void aBrowserOpensTheRealJupyterLabWithTheTokenOnly() throws Exception {
    String program = System.getenv("OPENLAUNCHER_JUPYTERLAB");
    assumeTrue(program != null, "engines/jupyterlab-up has not told where JupyterLab is");
    write("jupyter.conf", "jupyter-exe=" + program + "\nlabs-enabled=1\n");
    assertThat(call("start").status()).isZero();
    LauncherClient alice = client("alice");
    try (HeadlessBrowser browser = browser()) {
      JsonNode session = ready(alice, "JupyterLab");
      String address = "http://127.0.0.1:" + session.path("port").asString() + "/lab";

      browser.open(address);
      browser.awaitElement("input[name=password]");
      browser.open(address + "?token=" + session.path("token").asString());
      browser.awaitElement("#jp-main-dock-panel");
      end(alice, session);
    }
  }

  @Test
  void theFakeOfCodeServerGetsItsArgumentsAndThePasswordByItsEnvironment() throws Exception {
    assertThat(call("start").status()).isZero();
    LauncherClient alice = client("alice");
    JsonNode session = ready(alice, "VS Code");
    String address = "http://127.0.0.1:" + session.path("port").asString() + "/?password=";

    assertThat(status(address + session.path("token").asString())).isEqualTo(200);
    assertThat(status(address + "x")).isEqualTo(401);
    end(alice, session);
  }

  private static int status(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aLauncherWithoutTheKeyOfItsSessionsDoesNotStart() throws Exception {
    Files.setPosixFilePermissions(
        etc("launcher.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    ScriptRun open = call("start");
    assertThat(open.status()).isEqualTo(78);
    assertThat(open.error()).contains("run: sudo chmod 0600 " + etc("launcher.pem"));
    Files.delete(etc("launcher.pem"));
    ScriptRun missing = call("start");
    assertThat(missing.status()).isEqualTo(78);
    assertThat(missing.error()).contains("openssl genpkey -algorithm RSA");
  }

  @Test
  void theVerificationNamesEachFaultAndWhatMendsIt() throws Exception {
    assertThat(call("start").status()).isZero();
    ScriptRun whole = verify();
    assertThat(whole.status()).as(whole.output()).isZero();
    assertThat(whole.output()).contains("PASSED").contains("RStudio session on Local answers");

    // Without its key nothing is asked of the launcher, so that these runs are short.
    Path key = etc("secure-cookie-key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        etc("launcher.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        configuration.scratch(), PosixFilePermissions.fromString("r-xr-x---"));
    assertFault(
        "run: sudo chmod 0600 " + key,
        "run: sudo chmod 0600 " + etc("launcher.pem"),
        "run: sudo chmod u+rwx " + configuration.scratch());
    Files.setPosixFilePermissions(
        configuration.scratch(), PosixFilePermissions.fromString("rwxr-x---"));
    Files.setPosixFilePermissions(
        etc("launcher.pem"), PosixFilePermissions.fromString("rw-------"));
    String publicKey = Files.readString(etc("launcher.pub"));
    Files.writeString(etc("launcher.pub"), "nothing");
    assertFault("openssl rsa -in " + etc("launcher.pem") + " -pubout");
    Files.writeString(etc("launcher.pub"), publicKey);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    ScriptRun elsewhere = call("verify-installation", "--verify-user=alice", "--cluster=Locla");
    assertThat(elsewhere.status()).isEqualTo(1);
    assertThat(elsewhere.output()).contains("has no such cluster; did you mean \"Local\"?");
    write("launcher-mounts", "MountType: Nope\n");
    assertFault("launcher-mounts:1: MountType: expected one of Host, NFS,");
    Files.delete(etc("launcher-mounts"));
    assertThat(call("stop").status()).isZero();
    assertFault("run: sudo rstudio-launcher start");
  }

  private ScriptRun verify() throws IOException {
    return call("verify-installation", "--verify-user=alice", "--verify-test=r-sessions");
  }

  private void assertFault(String... told) throws Exception {
    ScriptRun run = verify();
    assertThat(run.status()).as(run.output()).isEqualTo(1);
    assertThat(run.output()).contains("FAILED").contains(told);
  }
}
