package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.host.jobs.Job;
import tools.jackson.databind.JsonNode;

/** What streams tell, in every format. */
final class StreamsTest {
  private static final String EVENTS = "text/event-stream";
  private static final String LINES = "application/x-ndjson";
  private static final String RAW = "application/octet-stream";

  private TestDoor door;
  private Job job;

  @BeforeEach
  void open() {
    door =
        new TestDoor(
            TestDoor.settings(new ListenAddress.Tcp("127.0.0.1", 0), true, Duration.ofMillis(400)));
    job = door.jobs.add(TestDoor.specification("one", "alice"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> stream(String accept, String path) {
    return door.send(door.as("alice", path).header("Accept", accept));
  }

  private void awaitNothingHeld() {
    await().until(() -> door.jobs.held.get() == 0 && door.jobs.waiting() == 0);
  }

  private static List<JsonNode> lines(String body) {
    return body.lines()
        .map(TestDoor.JSON::readTree)
        .filter(line -> !line.path("type").asString().equals("keepAlive"))
        .toList();
  }

  @Test
  void statusOfOneJobEndsWithIt() {
    try (StreamClient client =
        StreamClient.open(door, "/jobs/" + job.id() + "/status", "Accept: " + EVENTS)) {
      client.awaitText("\"status\":\"Pending\"");
      door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
      client.awaitText("\"status\":\"Running\"");
      door.jobs.change(job.id(), JobStatus.of(JobState.FINISHED).withExitCode(3));
      String all = client.awaitEnd();
      assertThat(all)
          .contains("Content-Type: text/event-stream")
          .contains("id: 101\nevent: status\ndata: {\"type\":\"status\",\"id\":\"" + job.id())
          .contains("id: 103\nevent: status\n")
          .contains("\"status\":\"Finished\",\"exitCode\":3");
    }
    awaitNothingHeld();
  }

  @Test
  void statusOfAllTellsOnlyWhatTheCallerMaySee() {
    door.jobs.add(TestDoor.specification("secret", "bob"));
    try (StreamClient client = StreamClient.open(door, "/jobs/status")) {
      client.awaitText("\"name\":\"one\"");
      door.jobs.add(TestDoor.specification("hidden", "bob"));
      door.jobs.add(TestDoor.specification("two", "alice"));
      String all = client.awaitText("\"name\":\"two\"");
      assertThat(all).contains(LINES).doesNotContain("secret").doesNotContain("hidden");
    }
  }

  @ParameterizedTest
  @CsvSource({"Last-Event-ID: 102,''", "X-Nothing: 1,?after=102"})
  void reconnectingRepeatsAndMissesNothing(String header, String query) {
    door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
    door.jobs.change(job.id(), JobStatus.of(JobState.SUSPENDED));
    door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
    try (StreamClient client =
        StreamClient.open(
            door, "/jobs/" + job.id() + "/status" + query, header, "Accept: " + EVENTS)) {
      door.jobs.change(job.id(), JobStatus.of(JobState.KILLED));
      assertThat(client.awaitEnd().lines().filter(line -> line.startsWith("id: ")))
          .containsExactly("id: 103", "id: 104", "id: 105");
    }
    assertThat(stream(LINES, "/jobs/" + job.id() + "/status?after=105").body()).isEmpty();
  }

  @Test
  void aGapIsToldBeforeWhatIsLeft() {
    door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
    door.jobs.change(job.id(), JobStatus.of(JobState.FINISHED));
    door.jobs.forgetHistory();
    List<JsonNode> told = lines(stream(LINES, "/jobs/" + job.id() + "/status?after=101").body());
    assertThat(told).hasSize(2);
    assertThat(told.get(0).toString()).isEqualTo("{\"type\":\"gap\",\"after\":101,\"until\":103}");
    assertThat(told.get(1).path("status").asString()).isEqualTo("Finished");
  }

  @Test
  void aSilentStreamGivesSignsOfLife() {
    try (StreamClient client = StreamClient.open(door, "/jobs/status", "Accept: " + EVENTS)) {
      client.awaitText(": keep-alive\n\n");
    }
    try (StreamClient client = StreamClient.open(door, "/jobs/status", "Accept: " + LINES)) {
      client.awaitText("{\"type\":\"keepAlive\"}\n");
    }
  }

  @Test
  void outputIsExactInEveryFormatHoweverItIsCut() {
    byte[] output = mixedBytes(300_000);
    for (int from = 0; from < output.length; from += 70_001) {
      int to = Math.min(output.length, from + 70_001);
      door.jobs.write(job.id(), Arrays.copyOfRange(output, from, to));
    }
    door.jobs.change(job.id(), JobStatus.of(JobState.FINISHED).withExitCode(0));
    String path = "/jobs/" + job.id() + "/output";
    String raw = rawBody(path);
    assertThat(raw.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(output);
    List<JsonNode> told = lines(stream(LINES, path).body());
    assertThat(joined(told)).isEqualTo(output);
    JsonNode end = told.get(told.size() - 1);
    assertThat(end.toString())
        .isEqualTo("{\"type\":\"end\",\"offset\":300000,\"status\":\"Finished\",\"exitCode\":0}");
  }

  private String rawBody(String path) {
    try (StreamClient client =
        StreamClient.open(door, path, "Accept: " + RAW, "Connection: close")) {
      String all = client.awaitEnd();
      String head = all.substring(0, all.indexOf("\r\n\r\n"));
      String body = all.substring(all.indexOf("\r\n\r\n") + 4);
      assertThat(head).contains("Transfer-Encoding: chunked");
      assertThat(body).endsWith("0\r\nLauncher-Status: Finished\r\nLauncher-Exit-Code: 0\r\n\r\n");
      StringBuilder joined = new StringBuilder();
      int position = 0;
      while (true) {
        int line = body.indexOf("\r\n", position);
        int size = Integer.parseInt(body.substring(position, line), 16);
        if (size == 0) {
          return joined.toString();
        }
        joined.append(body, line + 2, line + 2 + size);
        position = line + 2 + size + 2;
      }
    }
  }

  private static byte[] joined(List<JsonNode> told) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode line : told) {
      if (line.path("type").asString().equals("output")) {
        assertThat(line.path("offset").asInt()).isEqualTo(bytes.size());
        bytes.writeBytes(
            line.has("base64")
                ? Base64.getDecoder().decode(line.path("base64").asString())
                : line.path("output").asString().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** Text of all lengths of characters, then bytes that are no text at all. */
  private static byte[] mixedBytes(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length / 4) {
      text.append("plain \"quoted\" \\ \t\u0001 ä € \uD83D\uDE00\n");
    }
    byte[] valid = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[length];
    new Random(7).nextBytes(all);
    System.arraycopy(valid, 0, all, 0, Math.min(valid.length, length));
    return all;
  }

  @Test
  void aCharacterThatComesInPiecesIsToldWhole() {
    byte[] euro = "a€".getBytes(StandardCharsets.UTF_8);
    try (StreamClient client =
        StreamClient.open(door, "/jobs/" + job.id() + "/output?follow=true", "Accept: " + EVENTS)) {
      client.awaitText("200 OK");
      for (byte part : euro) {
        door.jobs.write(job.id(), new byte[] {part});
      }
      String all = client.awaitText("\u00e2\u0082\u00ac");
      assertThat(all).doesNotContain("base64").contains("id: 4\n");
      door.jobs.write(job.id(), new byte[] {(byte) 0xE2});
      door.jobs.change(job.id(), JobStatus.of(JobState.KILLED).withExitCode(137));
      assertThat(client.awaitEnd())
          .contains("{\"type\":\"output\",\"offset\":4,\"base64\":\"4g==\"}")
          .contains("\"offset\":5,\"status\":\"Killed\",\"exitCode\":137");
    }
    awaitNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "?offset=6, world",
    "?offset=-3, rld",
    "?offset=-100, hello world",
    "?offset=11, ''",
    "?type=stdout, hello world",
  })
  void outputBeginsWhereItIsAskedFor(String query, String expected) {
    door.jobs.write(job.id(), "hello world".getBytes(StandardCharsets.US_ASCII));
    HttpResponse<String> response = door.get("alice", "/jobs/" + job.id() + "/output" + query);
    assertThat(response.headers().firstValue("Content-Type")).contains(RAW);
    assertThat(response.body()).isEqualTo(expected);
  }

  @Test
  void outputGoesOnBehindTheLastEvent() {
    door.jobs.write(job.id(), "hello world".getBytes(StandardCharsets.US_ASCII));
    HttpResponse<String> response =
        door.send(
            door.as("alice", "/jobs/" + job.id() + "/output?offset=0")
                .header("Accept", LINES)
                .header("Last-Event-ID", "6"));
    assertThat(joinedText(response)).isEqualTo("world");
  }

  private static String joinedText(HttpResponse<String> response) {
    StringBuilder text = new StringBuilder();
    lines(response.body()).forEach(line -> text.append(line.path("output").asString("")));
    return text.toString();
  }

  @Test
  void outputThatIsNotThereIsAnErrorNotAStream() {
    HttpResponse<String> response = door.get("alice", "/jobs/" + job.id() + "/output?type=stderr");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("JobOutputNotFound");
  }

  @Test
  void resourceUseIsToldUntilTheEnd() {
    door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
    try (StreamClient client =
        StreamClient.open(door, "/jobs/" + job.id() + "/resources", "Accept: " + EVENTS)) {
      client.awaitText("200 OK");
      door.jobs.sample(
          Optional.of(
              new ResourceUse(
                  Optional.of(12.5),
                  Optional.of(Duration.ofMillis(3200)),
                  Optional.of(DataSize.ofMegabytes(42)),
                  Optional.empty())));
      client.awaitText(
          "id: 1\nevent: resources\ndata: {\"type\":\"resources\",\"cpuPercent\":12.5,"
              + "\"cpuTime\":3.2,\"residentMemory\":42.0}\n\n");
      door.jobs.sample(Optional.empty());
      assertThat(client.awaitEnd()).contains("event: end\ndata: {\"type\":\"end\"}");
    }
    awaitNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "/jobs/status, text/html, 406, ''",
    "/jobs/status, '*/*', 200, application/x-ndjson",
    "/jobs/status, 'text/*;q=0.5, application/x-ndjson;q=0.4', 200, text/event-stream",
    "/jobs/status, 'text/event-stream;q=0, */*', 200, application/x-ndjson",
    "/jobs/status, application/octet-stream, 406, ''",
  })
  void theAcceptHeaderChoosesTheFormat(String path, String accept, int status, String type) {
    try (StreamClient client = StreamClient.open(door, path, "Accept: " + accept)) {
      String head = client.awaitText("\r\n\r\n");
      assertThat(head).startsWith("HTTP/1.1 " + status);
      assertThat(head).contains(type.isEmpty() ? "application/json" : type);
    }
  }

  @Test
  void aClientThatGoesIsNoticedWhileNothingHappens() {
    List<StreamClient> clients = new ArrayList<>();
    for (String path :
        List.of(
            "/jobs/status",
            "/jobs/" + job.id() + "/status",
            "/jobs/" + job.id() + "/output?follow=true")) {
      StreamClient client = StreamClient.open(door, path);
      client.awaitText("200 OK");
      clients.add(client);
    }
    await().until(() -> door.jobs.waiting() == 3);
    clients.forEach(StreamClient::close);
    await().atMost(Duration.ofSeconds(10)).until(() -> door.jobs.waiting() == 0);
    await().until(() -> door.jobs.held.get() == 0);
    assertThat(door.send(door.request("/metrics")).body())
        .doesNotContain("openlauncher_open_streams{");
  }

  @Test
  void closingTheDoorEndsStreamsInAnOrderlyWay() {
    try (StreamClient client = StreamClient.open(door, "/jobs/status", "Accept: " + EVENTS)) {
      client.awaitText("200 OK");
      door.close();
      assertThat(client.awaitEnd()).endsWith("0\r\n\r\n");
    }
    awaitNothingHeld();
  }
}
