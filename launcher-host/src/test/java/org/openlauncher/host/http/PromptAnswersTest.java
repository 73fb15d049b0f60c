package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
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
}
