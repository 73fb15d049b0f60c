package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.JobId;
import org.openlauncher.contract.TestJobIds;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import tools.jackson.databind.node.ObjectNode;

/** The sweeper, round by round: what is due goes, some at a time, and nothing else ever. */
final class EndedContainersTest {
  private static final Duration KEPT = Duration.ofHours(1);
  private final Instant longAgo = Instant.now().minus(Duration.ofHours(2));
  private static final int AT_A_TIME = 2;
  private static final JobLabels LABELS = new JobLabels("sweeper-test", "Docker");

  private final List<String> made = new ArrayList<>();

  // Both are made before each test.
  @SuppressWarnings("NullAway.Init")
  private EngineClient engine;

  @SuppressWarnings("NullAway.Init")
  private EndedContainers ended;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void begin() throws IOException {
    engine = Engine.client();
    Files.createDirectory(jobs());
    Files.createDirectory(forgotten());
    ended = sweeper(engine);
  }

  @AfterEach
  void end() {
    if (engine != null) {
      made.forEach(container -> engine.delete(Address.container(container) + "?force=1"));
      engine.close();
    }
  }

  private Path jobs() {
    return folder.resolve("jobs");
  }

  private Path forgotten() {
    return folder.resolve("forgotten");
  }

  private EndedContainers sweeper(EngineClient client) {
    return new EndedContainers(client, LABELS, jobs(), forgotten(), KEPT, AT_A_TIME);
  }

  private String container(Map<String, String> labels) {
    ObjectNode request = EngineClient.JSON.createObjectNode();
    request.put("Image", Engine.BUSYBOX);
    ObjectNode marks = request.putObject("Labels");
    labels.forEach(marks::put);
    String container = engine.post("/containers/create", request).path("Id").asString("");
    made.add(container);
    return container;
  }

  private String containerOf(JobId id) {
    return container(LABELS.of(id, "alice", "token"));
  }

  private JobId endedJob(Instant at) throws IOException {
    JobId id = TestJobIds.next();
    JobFolder job = new JobFolder(jobs(), id);
    job.create(Optional.empty());
    job.container(containerOf(id));
    job.end(EngineClient.JSON.createObjectNode().put("state", "Finished").put("at", at.toString()));
    return id;
  }

  private boolean there(String container) {
    boolean there = engine.find(Address.container(container) + "/json").isPresent();
    if (!there) {
      made.remove(container);
    }
    return there;
  }

  private String containerIn(JobId id) {
    return new JobFolder(jobs(), id).container().orElseThrow();
  }

  @Test
  void aRoundTakesTheOldestAndNoMoreThanItMay() throws IOException {
    List<String> containers = new ArrayList<>();
    for (int hours = 9; hours > 4; hours--) {
      JobId id = endedJob(Instant.now().minus(Duration.ofHours(hours)));
      containers.add(containerIn(id));
    }
    ended.load();

    ended.sweep();
    assertThat(containers.stream().map(this::there))
        .containsExactly(false, false, true, true, true);
    ended.sweep();
    assertThat(containers.stream().map(this::there))
        .containsExactly(false, false, false, false, true);
    ended.sweep();
    assertThat(containers.stream().map(this::there)).containsOnly(false);
  }

  @Test
  void whatIsNotDueStays() throws IOException {
    JobId id = endedJob(Instant.now().minus(Duration.ofMinutes(50)));
    String container = containerIn(id);
    ended.load();

    ended.sweep();

    assertThat(there(container)).isTrue();
    assertThat(containerIn(id)).isEqualTo(container);
  }

  @Test
  void noLabelMakesAContainerTheLaunchers() throws IOException {
    JobId id = endedJob(longAgo);
    String own = containerIn(id);
    String sameLabels = containerOf(id);
    String another = container(Map.of());
    JobId mixedUp = endedJob(longAgo);
    new JobFolder(jobs(), mixedUp).container(another);
    ended.load();

    ended.sweep();

    assertThat(there(own)).isFalse();
    assertThat(there(sameLabels)).isTrue();
    assertThat(there(another)).isTrue();
  }

  @Test
  void aNoteOfAForgottenJobIsKeptUntilTheEngineAnswers() throws IOException {
    JobId id = TestJobIds.next();
    String container = containerOf(id);
    Path note = forgotten().resolve(id.value());
    try (EngineClient gone =
        new EngineClient(
            "gone",
            URI.create("unix://" + folder.resolve("nobody.sock")),
            Optional.empty(),
            Duration.ofSeconds(2),
            count -> {})) {
      EndedContainers without = sweeper(gone);
      without.forget(id, container);
      without.sweep();
    }
    assertThat(note).hasContent(container);
    assertThat(there(container)).isTrue();

    ended.sweep();

    assertThat(note).doesNotExist();
    assertThat(there(container)).isFalse();
  }

  @Test
  void aNoteThatNamesSomebodyElsesContainerRemovesNothing() throws IOException {
    String another = container(Map.of("org.openlauncher.cluster", "Docker"));
    Path note = forgotten().resolve(TestJobIds.next().value());
    Files.writeString(note, another);

    ended.sweep();

    assertThat(note).doesNotExist();
    assertThat(there(another)).isTrue();
  }

  @Test
  void roundsAreAMinuteApartAtMost() {
    assertThat(ended.pause()).isEqualTo(Duration.ofMinutes(1));
    assertThat(
            new EndedContainers(engine, LABELS, jobs(), forgotten(), Duration.ZERO, AT_A_TIME)
                .pause())
        .isEqualTo(Duration.ofSeconds(1));
  }
}
