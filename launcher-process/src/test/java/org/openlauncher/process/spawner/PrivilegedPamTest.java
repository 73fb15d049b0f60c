package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a profile of the test's own in the machine's PAM stack, which is removed again. */
class PrivilegedPamTest {
  @TempDir private Path folder;
  private final Path profile =
      Path.of("/etc/pam.d", "openlauncher-test-" + ProcessHandle.current().pid());
  private Root root;
  private TestedSpawner spawner;
  private Path home;

  @BeforeEach
  void start() {
    root = new Root(folder);
    spawner = root.spawner();
    assumeTrue(spawner.hello().number(Wire.PAM) == 1, "this machine has no libpam.so.0");
    home = root.folderOf(Root.ALICE, "alice");
  }

  @AfterEach
  void stop() throws IOException {
    if (spawner != null) {
      spawner.close();
    }
    Files.deleteIfExists(profile);
  }

  private String profile(String... lines) throws IOException {
    Files.write(profile, java.util.List.of(lines));
    return profile.getFileName().toString();
  }

  private Launch inSession(Launch launch, String... lines) throws IOException {
    return launch.text(Wire.SESSION_PAM_PROFILE, profile(lines));
  }

  @Test
  void accountThatIsLetIn() throws IOException {
    String name = profile("account required pam_permit.so");

    assertThat(spawner.launch("true").text(Wire.PAM_PROFILE, name).run()).isEqualTo("ended 0 .");
  }

  @Test
  void accountThatIsNotLetIn() throws IOException {
    String name = profile("account required pam_deny.so");
    Launch launch = spawner.launch("true").text(Wire.PAM_PROFILE, name);

    WireAnswer answer = launch.ask();
    assertThat(answer.refusal()).isEqualTo("account");
    assertThat(answer.message()).contains(name, Root.ALICE);
    assertThat(launch.record().awaitEnd()).isEqualTo("refused account 0 .");
  }

  @Test
  void profileThatIsNotThere() {
    // PAM itself would take the profile "other" for it.
    assertThat(spawner.launch("true").text(Wire.PAM_PROFILE, "no-such-profile").ask().refusal())
        .isEqualTo("pam");
    assertThat(
            spawner
                .launch("true")
                .text(Wire.SESSION_PAM_PROFILE, "no-such-profile")
                .ask()
                .refusal())
        .isEqualTo("pam");
  }

  @Test
  void sessionThatCanNotBeOpened() throws IOException {
    Launch launch = inSession(spawner.launch("true"), "session required pam_deny.so");

    assertThat(launch.ask().refusal()).isEqualTo("session");
    assertThat(launch.record().awaitEnd()).isEqualTo("refused session 0 .");
  }

  @Test
  void sessionIsOpenAsLongAsTheJobRuns() throws IOException {
    Path told = folder.resolve("told");
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\necho \"$PAM_TYPE $PAM_USER $(id -u)\" >>" + told + "\n");
    Root.permissions(script, "rwxr-xr-x");
    StartedJob job =
        inSession(
                spawner.script("while [ ! -e go ]; do sleep 0.02; done; exit 5").directory(home),
                "auth required pam_permit.so",
                "session required pam_exec.so " + script)
            .start();

    assertThat(told).hasContent("open_session alice 0\n");
    long holder = Long.parseLong(StartedJob.status(job.shimId(), "PPid"));
    assertThat(StartedJob.file(holder, "cmdline")).startsWith("openlauncher-session ");
    assertThat(StartedJob.status(holder, "Uid")).startsWith("0\t0");
    assertThat(StartedJob.status(job.shimId(), "Uid"))
        .startsWith(Long.toString(Root.userId(Root.SERVER)));

    Files.createFile(home.resolve("go"));
    assertThat(job.awaitEnd()).isEqualTo("ended 5 .");
    await()
        .untilAsserted(
            () -> assertThat(told).hasContent("open_session alice 0\nclose_session alice 0\n"));
    await().untilAsserted(() -> assertThat(StartedJob.state(holder)).isIn("", "Z"));
  }

  @Test
  void sessionIsClosedWhereTheJobCanNotStart() throws IOException {
    Path told = folder.resolve("told");
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\necho $PAM_TYPE >>" + told + "\n");
    Root.permissions(script, "rwxr-xr-x");

    Launch launch =
        inSession(spawner.launch("no-such-program"), "session required pam_exec.so " + script);
    assertThat(launch.ask().refusal()).isEqualTo("program-not-found");

    await().untilAsserted(() -> assertThat(told).hasContent("open_session\nclose_session\n"));
  }

  @Test
  void sessionAddsVariablesButDoesNotReplaceAny() throws IOException {
    Path variables = Files.writeString(folder.resolve("variables"), "FIRST=pam\nSECOND=pam\n");
    Path output = home.resolve("output");
    Launch launch =
        inSession(
            spawner.script("echo $FIRST $SECOND").variable("FIRST=request").output(output),
            "session required pam_env.so readenv=1 envfile=" + variables);

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output).hasContent("request pam\n");
  }

  @Test
  void sessionsLimitsHoldForTheJob() throws IOException {
    Path limits =
        Files.writeString(folder.resolve("limits"), "* hard nofile 77\n* soft nofile 66\n");
    Path output = home.resolve("output");
    Launch launch =
        inSession(
            spawner.script("ulimit -n; ulimit -Hn").output(output),
            "session required pam_limits.so conf=" + limits);

    assertThat(launch.run()).isEqualTo("ended 0 .");
    assertThat(output).hasContent("66\n77\n");
  }

  @Test
  void jobInASessionInheritsNoDescriptors() throws IOException {
    Path output = home.resolve("output");

    inSession(spawner.script("ls /proc/self/fd").output(output), "session required pam_permit.so")
        .run();

    assertThat(output).hasContent("0\n1\n2\n3\n");
  }
}
