package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.testing.HeadlessBrowser;
import org.openlauncher.testing.LauncherClient;
import org.openlauncher.testing.RunningSession;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.SessionInstallation;

/** Real sessions of the packed launcher that root started, for alice, with bob looking on. */
class PrivilegedSessionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path JUPYTER = Path.of("/usr/bin/jupyter-notebook");

  @TempDir private Path folder;
  private SessionInstallation installation;

  @BeforeEach
  void unpack() throws Exception {
    installation = SessionInstallation.in(folder);
    installation.write(
        "vscode.conf", "enabled=1\nexe=" + installation.program("code-server-fake") + "\n");
    // Debian 12 has no JupyterLab: but for one test, its sessions are those of the notebook here.
    installation.write(
        "jupyter.conf",
        "jupyter-exe="
            + JUPYTER.resolveSibling("jupyter")
            + "\nlabs-enabled=1\nlab-command=notebook\nnotebooks-enabled=1\n");
  }

  @AfterEach
  void stop() throws Exception {
    if (installation != null) {
      installation.stop();
    }
  }

  private HeadlessBrowser browser() throws Exception {
    assumeTrue(Files.exists(HeadlessBrowser.PROGRAM), "there is no " + HeadlessBrowser.PROGRAM);
    return new HeadlessBrowser(folder.resolve("chromium"));
  }

  @Test
  void aSessionOfRStudioGetsWhatItNeedsAndIsItsCreatorsAlone() throws Exception {
    assertThat(installation.call("start").status()).isZero();
    LauncherClient alice = installation.client("alice");
    RunningSession session = RunningSession.start(alice, "RStudio", "Local");
    String id = session.id();

    assertThat(alice.get("/jobs/" + id + "/network")).contains("\"targetPort\":" + session.port());
    assertThat(alice.get("/jobs/" + id)).contains("The session answers at").contains("\"Ready\"");
    assertThat(installation.client("bob").get("/sessions/" + id)).startsWith("HTTP/1.1 404");
    // A launcher that starts again finds the session, and that it answers.
    assertThat(installation.call("restart").status()).isZero();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(alice.get("/sessions/" + id)).contains("\"ready\":true"));
    session.end();
  }

  @Test
  void aBrowserOpensANotebookWithTheTokenOnly() throws Exception {
    assumeTrue(Files.exists(JUPYTER), "there is no " + JUPYTER);
    assertThat(installation.call("start").status()).isZero();
    LauncherClient alice = installation.client("alice");
    try (HeadlessBrowser browser = browser()) {
      for (String workbench : List.of("Jupyter Notebook", "JupyterLab")) {
        RunningSession session = RunningSession.start(alice, workbench, "Local");
        String address = "http://127.0.0.1:" + session.port() + "/tree";

        browser.open(address);
        browser.awaitElement("input[name=password]");
        browser.open(address + "?token=" + session.token());
        browser.awaitElement("#notebook_list");
        session.end();
      }
    }
  }

  @Test
  void aBrowserOpensTheRealCodeServerWithTheTokenOnly() throws Exception {
    String program = System.getenv("OPENLAUNCHER_CODE_SERVER");
    assumeTrue(program != null, "engines/code-server-up has not told where code-server is");
    installation.write("vscode.conf", "enabled=1\nexe=" + program + "\n");
    assertThat(installation.call("start").status()).isZero();
    LauncherClient alice = installation.client("alice");
    try (HeadlessBrowser browser = browser()) {
      RunningSession session = RunningSession.start(alice, "VS Code", "Local");

      browser.open("http://127.0.0.1:" + session.port() + "/");
      browser.awaitElement("input[name=password]");
      browser.logIn("x");
      browser.awaitElement("div.error");
      browser.logIn(session.token());
      browser.awaitElement("div.monaco-workbench");
      session.end();
    }
  }

  @Test
  void aBrowserOpensTheRealJupyterLabWithTheTokenOnly() throws Exception {
    String program = System.getenv("OPENLAUNCHER_JUPYTERLAB");
    assumeTrue(program != null, "engines/jupyterlab-up has not told where JupyterLab is");
    installation.write("jupyter.conf", "jupyter-exe=" + program + "\nlabs-enabled=1\n");
    assertThat(installation.call("start").status()).isZero();
    LauncherClient alice = installation.client("alice");
    try (HeadlessBrowser browser = browser()) {
      RunningSession session = RunningSession.start(alice, "JupyterLab", "Local");
      String address = "http://127.0.0.1:" + session.port() + "/lab";

      browser.open(address);
      browser.awaitElement("input[name=password]");
      browser.open(address + "?token=" + session.token());
      browser.awaitElement("#jp-main-dock-panel");
      session.end();
    }
  }

  @Test
  void theFakeOfCodeServerGetsItsArgumentsAndThePasswordByItsEnvironment() throws Exception {
    assertThat(installation.call("start").status()).isZero();
    LauncherClient alice = installation.client("alice");
    RunningSession session = RunningSession.start(alice, "VS Code", "Local");
    String address = "http://127.0.0.1:" + session.port() + "/?password=";

    assertThat(status(address + session.token())).isEqualTo(200);
    assertThat(status(address + "x")).isEqualTo(401);
    session.end();
  }

  private static int status(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aLauncherWithoutTheKeyOfItsSessionsDoesNotStart() throws Exception {
    Files.setPosixFilePermissions(
        installation.etc("launcher.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    ScriptRun open = installation.call("start");
    assertThat(open.status()).isEqualTo(78);
    assertThat(open.error()).contains("run: sudo chmod 0600 " + installation.etc("launcher.pem"));
    Files.delete(installation.etc("launcher.pem"));
    ScriptRun missing = installation.call("start");
    assertThat(missing.status()).isEqualTo(78);
    assertThat(missing.error()).contains("openssl genpkey -algorithm RSA");
  }
}
