package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spawner remembers accounts for a moment, and what it forks is small. */
class PrivilegedAccountTest {
  private static final String USER = "openlauncher-moves";
  private static final String GROUP = "openlauncher-joined";

  /** Longer than the spawner remembers an account. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private TestedSpawner spawner;

  @BeforeEach
  void start() {
    spawner = new Root(folder).spawner();
    Root.run("groupdel", GROUP);
    assertThat(Root.run("groupadd", GROUP).ok()).isTrue();
    Root.makeUser(USER, "--user-group");
  }

  @AfterEach
  void stop() throws IOException {
    if (spawner != null) {
      spawner.close();
      Root.removeUser(USER);
      Root.run("groupdel", GROUP);
    }
  }

  private List<String> groupsOfAJob() {
    StartedJob job = spawner.launch("sleep", "1000").user(USER).start();
    return List.of(StartedJob.status(job.processId(), "Groups").split(" ", -1));
  }

  @Test
  void groupThatAUserJoinsIsSeenBeforeLong() {
    String group = Root.run("getent", "group", GROUP).text().split(":", -1)[2];
    assertThat(groupsOfAJob()).doesNotContain(group);

    assertThat(Root.run("gpasswd", "--add", USER, GROUP).ok()).isTrue();

    await().atMost(LIMIT).untilAsserted(() -> assertThat(groupsOfAJob()).contains(group));
  }

  @Test
  void userWhoIsRemovedIsUnknownBeforeLong() {
    spawner.launch("true").user(USER).run();

    assertThat(Root.run("userdel", "--force", USER).ok()).isTrue();

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(spawner.launch("true").user(USER).ask().refusal())
                    .isEqualTo("user-unknown"));
  }

  @Test
  void accountThatIsRememberedIsTheSameAccount() {
    List<String> lookedUp = groupsOfAJob();

    assertThat(groupsOfAJob()).isEqualTo(lookedUp);
  }

  /** Each fork copies the mappings; what libraries do is done in processes apart. */
  @Test
  void spawnerLoadsNoModulesOfTheUserDatabaseAndOfPam() {
    groupsOfAJob();
    long process = StartedJob.childrenOf(spawner.process().pid()).get(0);

    assertThat(StartedJob.file(process, "maps").lines())
        .anyMatch(line -> line.contains("/libc.so"))
        .noneMatch(line -> line.contains("/libnss_") || line.contains("/libpam"));
  }
}
