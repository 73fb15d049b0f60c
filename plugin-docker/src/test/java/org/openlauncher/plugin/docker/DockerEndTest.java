package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ends that come from outside or from a limit; and what belongs to others. */
final class DockerEndTest extends DockerJobsTest {
  private EngineClient engine;

  @BeforeEach
  void connect() {
    engine = Engine.client();
  }

  @AfterEach
  void disconnect() {
    engine.close();
  }

  @Override
  Map<String, String> options() {
    return Map.of("stop-grace-seconds", "1", "output-limit-bytes", "1000");
  }

  private static String name(StartedJob job) {
    return JobLabels.containerName(job.id());
  }

  private Optional<JsonNode> inspect(StartedJob job) {
    return engine.find(Address.container(name(job)) + "/json");
  }

  @Test
  void aJobThatIgnoresStopIsKilledAfterTheGrace() {
    StartedJob job = start("trap '' TERM; echo ready > " + quoted("ready") + "; " + waitAt("gate"));
    job.awaitRunning();
    awaitFile("ready");

    job.control(JobOperation.STOP);

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.exitCode()).contains(137);
  }

  @Test
  void theGraceGoesOnAfterACrash() {
    StartedJob before =
        start("trap '' TERM; echo ready > " + quoted("ready") + "; " + waitAt("gate"));
    before.awaitRunning();
    awaitFile("ready");
    before.control(JobOperation.STOP);
    crash();

    StartedJob after = cluster().attach(before);

    assertThat(after.awaitEnd().exitCode()).contains(137);
  }

  @Test
  void aContainerThatSomebodyKillsTellsTheSignal() {
    StartedJob job = startAtGate("gate", 0);

    engine.post(Address.container(name(job)) + "/kill?signal=SIGKILL");

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.SIGNALED);
    assertThat(end.message()).contains("9 (SIGKILL)");
    assertThat(end.exitCode()).contains(137);
  }

  @Test
  void aContainerThatSomebodyRemovesIsToldToBeGone() {
    StartedJob job = startAtGate("gate", 0);

    engine.delete(Address.container(name(job)) + "?force=1");

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).get().isIn(StatusCode.VANISHED, StatusCode.SIGNALED);
  }

  /** The launcher had the container started, and died before it knew. */
  @Test
  void aContainerThatHasEndedIsNotStartedAgainAfterACrash() throws IOException {
    StartedJob before = start("echo run >> " + quoted("runs") + "; exit 9");
    before.awaitFinished(9);
    crash();
    Path own = own(before);
    Files.delete(own.resolve("end.json"));
    Files.writeString(own.resolve("order.json"), "{\"create\":{\"Image\":\"" + image() + "\"}}");

    StartedJob after = cluster().attach(before);

    after.awaitFinished(9);
    assertThat(folder().resolve("runs")).hasContent("run");
    assertThat(own.resolve("order.json")).doesNotExist();
  }

  @Test
  void nobodyCanRunAJobTwice() throws IOException {
    StartedJob job = start("echo run >> " + quoted("runs") + "; exit 9");
    job.awaitFinished(9);

    engine.post(Address.container(name(job)) + "/start");

    assertThat(
            engine
                .post(Address.container(name(job)) + "/wait", EngineClient.JSON.createObjectNode())
                .path("StatusCode")
                .asInt())
        .isEqualTo(125);
    assertThat(folder().resolve("runs")).hasContent("run");
    assertThat(job.readText(OutputType.STDOUT)).isEmpty();
  }

  /** The first process has them open; nobody who comes later gets at them. */
  @Test
  void aJobCanNeitherFillNorForgeTheLaunchersFiles() {
    StartedJob job =
        start(
            "cd /.openlauncher; for file in output index record /proc/1/fd/* /proc/1/mem; do"
                + " if (echo 'exit 5' >> $file) 2> /dev/null; then echo wrote $file; fi; done;"
                + " chmod 777 output 2> /dev/null && echo changed; exit 3");

    job.awaitFinished(3);

    assertThat(job.readText(OutputType.STDOUT)).isEmpty();
    assertThat(own(job).resolve("output")).isEmptyFile();
    assertThat(own(job).resolve("record")).hasContent("open\nstarted\nexit 3");
  }

  /** Root in a container may open every file there. */
  @Test
  void aJobThatFillsTheLaunchersFilesItselfIsKilled() {
    StartedJob job =
        start(
            underTest()
                .command("head -c 3000000 /dev/zero >> /.openlauncher/output; " + waitAt("gate"))
                .container(docker().rootContainer()));

    JobStatus end = job.awaitEnd();

    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.message()).contains("/.openlauncher/output").contains("output-limit-bytes");
    assertThat(own(job).resolve("output"))
        .satisfies(file -> assertThat(Files.size(file)).isLessThan(200_000));
  }

  private Path own(StartedJob job) {
    return scratchFolder().resolve("jobs").resolve(job.id().value());
  }

  /** So it looks too where the engine has missed the end of a container. */
  @Test
  void aJobThatHasWrittenItsEndHasEndedWhateverTheEngineSays() throws IOException {
    StartedJob job = startAtGate("gate", 0);
    StartedJob missed = startAtGate("gate", 0);
    job.awaitRunning();
    missed.awaitRunning();

    Files.writeString(own(missed).resolve("record"), "exit 5\n", StandardOpenOption.APPEND);

    missed.awaitFinished(5);
    assertThat(inspect(missed).orElseThrow().path("State").path("Running").asBoolean(true))
        .isFalse();
    assertThat(job.latestState()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void suspendingOutsideIsTold() throws IOException {
    StartedJob job = startAtGate("gate", 5);

    engine.post(Address.container(name(job)) + "/pause");
    job.awaitState(JobState.SUSPENDED);
    engine.post(Address.container(name(job)) + "/unpause");
    job.awaitState(JobState.RUNNING);

    openGate("gate");
    job.awaitFinished(5);
  }

  @Test
  void outputBeyondTheLimitIsDroppedAndTheJobGoesOn() {
    StartedJob job = start("yes | head -c 3000000; echo done > " + quoted("end"));
    job.awaitFinished(0);

    assertThat(job.read(OutputType.STDOUT)).hasSize(1000);
    assertThat(job.readText(OutputType.STDERR)).contains("keeps 1000 bytes of a job's output; ");
    assertThat(job.read(OutputType.MIXED).length)
        .isEqualTo(1000 + job.read(OutputType.STDERR).length);
    assertThat(own(job).resolve("output"))
        .satisfies(file -> assertThat(Files.size(file)).isLessThan(1200));
    assertThat(folder().resolve("end")).exists();
  }

  @Test
  void whatTheJobNamesGetsAllOfTheOutput() {
    StartedJob job =
        start(
            underTest()
                .command("yes | head -c 30000")
                .stdoutFile(folder().resolve("all").toString()));
    job.awaitFinished(0);

    assertThat(folder().resolve("all")).hasSize(30_000);
  }

  @Test
  void anotherTenantsContainersAreLeftAlone() {
    StartedJob job = start("exit 0");
    job.awaitFinished(0);
    JsonNode labels = inspect(job).orElseThrow().path("Config").path("Labels");
    ObjectNode lookalike = EngineClient.JSON.createObjectNode();
    lookalike.put("Image", image());
    lookalike.putArray("Cmd").add("sleep").add("1000");
    lookalike.set("Labels", labels);
    String other = engine.post("/containers/create", lookalike).path("Id").asString("");
    try {
      engine.post(Address.container(other) + "/start");

      cluster().cluster().forget(job.remembered());

      assertThat(inspect(job)).isEmpty();
      assertThat(
              engine
                  .get(Address.container(other) + "/json")
                  .path("State")
                  .path("Status")
                  .asString(""))
          .isEqualTo("running");
    } finally {
      engine.delete(Address.container(other) + "?force=1");
    }
  }

  @Test
  void aContainerThatHasTheJobsNameIsNotTakenForIt() {
    LaunchRequest request = cluster().request(underTest().command("exit 0"));
    ObjectNode squatter = EngineClient.JSON.createObjectNode();
    squatter.put("Image", image());
    String name = JobLabels.containerName(request.id());
    engine.post("/containers/create?name=" + name, squatter);
    try {
      StartedJob job = cluster().adopt(request, cluster().cluster().submit(request));

      assertThat(job.awaitEnd().state()).isEqualTo(JobState.FAILED);
      assertThat(engine.find(Address.container(name) + "/json")).isPresent();
    } finally {
      engine.delete(Address.container(name) + "?force=1");
    }
  }
}
