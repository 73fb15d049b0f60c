package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered by the threads that read from all connections holds nobody up. */
class PromptAnswersTest {
  /** More than there are threads that read. */
  private static final int MANY = 24;

  private static final String SUBMISSION =
      "{\"job\":{\"name\":\"one\",\"cluster\":\"Local\",\"command\":\"true\"}}";

  private TestDoor door;
  private String path;

  @BeforeEach
  void open() {
    door = new TestDoor();
    path = "/jobs/" + door.jobs.add(TestDoor.specification("one", "alice")).id();
  }

  @AfterEach
  void close() {
    door.users.hanging.countDown();
    door.close();
  }

  @Test
  void lookUpsThatHangHoldUpNobodyWhoIsRemembered() {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      waiting.add(
          door.client.sendAsync(
              door.as("hanging", path).GET().build(), HttpResponse.BodyHandlers.ofString()));
    }

    for (int number = 0; number < MANY; number++) {
      assertThat(door.get("alice", path).statusCode()).isEqualTo(200);
    }

    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    door.users.hanging.countDown();
    assertThat(waiting).allMatch(answer -> answer.join().statusCode() == 403);
  }

  @Test
  void refusalsAreToldToTheAuditLog() {
    String unknown = "/jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV".toLowerCase(java.util.Locale.ROOT);

    assertThat(door.get("bob", path).statusCode()).isEqualTo(404);
    assertThat(door.get("bob", unknown).statusCode()).isEqualTo(404);
    assertThat(door.get("ada", path).statusCode()).isEqualTo(200);
    assertThat(door.get("alice", path).statusCode()).isEqualTo(200);

    assertThat(door.audit).hasSize(3);
    assertThat(door.audit.get(0)).contains("refused").contains("bob");
    assertThat(door.audit.get(2)).contains("allowed").contains("ada").contains("alice");
  }

  @Test
  void wrongQueriesAreRefusedAsEverywhere() {
    HttpResponse<String> answer = door.get("alice", path + "?feilds=id");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("feilds");
  }

  @Test
  void bodiesThatDoNotComeHoldUpNobody() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int number = 0; number < MANY; number++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        waiting.add(socket);
        socket.getOutputStream().write(beginning(SUBMISSION.length()));
      }

      for (int number = 0; number < MANY; number++) {
        assertThat(door.get("alice", path).statusCode()).isEqualTo(200);
        assertThat(door.post("alice", "/jobs", SUBMISSION).statusCode()).isEqualTo(201);
      }

      for (Socket socket : waiting) {
        socket.getOutputStream().write(SUBMISSION.getBytes(StandardCharsets.UTF_8));
        socket.setSoTimeout(30_000);
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
            .isEqualTo("HTTP/1.1 201");
      }
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  private static byte[] beginning(int length) {
    return ("POST /jobs HTTP/1.1\r\nHost: here\r\nAuthorization: Launcher alice\r\nContent-Length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void submissionsAreToldToTheAuditLogAlsoThoseThatAreRefused() {
    assertThat(door.post("alice", "/jobs", SUBMISSION).statusCode()).isEqualTo(201);
    assertThat(door.post("alice", "/jobs", "{").statusCode()).isEqualTo(400);
    assertThat(door.post("alice", "/jobs", SUBMISSION.replace("Local", "Away")).statusCode())
        .isEqualTo(503);
    assertThat(
            door.post("alice", "/jobs", SUBMISSION.replace("\"name\"", "\"user\":\"bob\",\"name\""))
                .statusCode())
        .isEqualTo(403);

    assertThat(door.audit).hasSize(4);
    assertThat(door.audit.get(0)).contains("allowed").contains("alice").contains("submit");
    assertThat(door.audit.get(1)).contains("failed").contains("400");
    assertThat(door.audit.get(3)).contains("refused").contains("bob");
  }

  @Test
  void aCookieStillNeedsTheNameOfJson() {
    HttpResponse<String> answer =
        door.send(
            door.request("/jobs")
                .header("Cookie", "user-id=alice")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(SUBMISSION)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Content-Type");
  }
}
