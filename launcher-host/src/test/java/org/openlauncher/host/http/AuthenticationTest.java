package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.host.jobs.Caller;

/** Who gets in, and as whom. */
final class AuthenticationTest {
  private static final String JOB =
      "{\"job\":{\"name\":\"n\",\"cluster\":\"Local\",\"command\":\"true\"%s}}";

  private TestDoor door;

  @BeforeEach
  void open() {
    door = new TestDoor();
  }

  @AfterEach
  void close() {
    door.close();
  }

  private static void assertRefused(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(TestDoor.json(response).path("error").path("message").asString()).contains(message);
    assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jobs",
        "/clusters",
        "/clusters/Local",
        "/jobs/status",
        "/jobs/x",
        "/jobs/x/output"
      })
  void aCredentialIsWanted(String path) {
    assertRefused(door.send(door.request(path)), 401, "wants a credential");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/openapi.json", "/metrics"})
  void someAddressesAreOpen(String path) {
    assertThat(door.send(door.request(path)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Launcher expired-alice, has expired",
    "Launcher FORGED, signature is wrong",
    "Launcher, not of the form",
    "Basic YWxpY2U6, not of the form",
    "alice, not of the form",
  })
  void badCredentialsAreToldApart(String header, String message) {
    assertRefused(door.send(door.request("/jobs").header("Authorization", header)), 401, message);
  }

  @Test
  void theCookieIsAsGoodAsTheHeader() {
    assertThat(cookie("user-id=alice; other=1").statusCode()).isEqualTo(200);
    assertRefused(cookie("user-id=FORGED"), 401, "signature is wrong");
    assertRefused(
        cookie("user-id=alice|Thu%2C%2001%20Jan%202026%2000%3A00%3A00%20GMT|AAAA%2B%3D"),
        401,
        "signature is wrong");
    assertRefused(cookie("user-id=alice; user-id=bob"), 401, "several cookies");
    assertRefused(cookie("user-idd=alice"), 401, "wants a credential");
  }

  private HttpResponse<String> cookie(String cookies) {
    return door.send(door.request("/jobs").header("Cookie", cookies));
  }

  @Test
  void severalCredentialsAreOneTooMany() {
    HttpRequest.Builder request = door.as("alice", "/jobs").header("Authorization", "Launcher bob");
    assertRefused(door.send(request), 401, "2 times");
  }

  @Test
  void whatABrowserPostsForAForeignPageIsRefused() {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
      HttpResponse<String> response =
          door.send(
              door.request("/jobs")
                  .header("Cookie", "user-id=alice")
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString(JOB.formatted(""))));
      assertRefused(response, 400, "Content-Type: expected application/json");
    }
    assertThat(door.jobs.submitters).isEmpty();
    assertThat(
            door.send(
                    door.request("/jobs")
                        .header("Cookie", "user-id=alice")
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(JOB.formatted(""))))
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void usersThatTheMachineDoesNotKnowAreForbidden() {
    assertRefused(door.get("mallory", "/jobs"), 403, "does not know user \"mallory\"");
    assertRefused(door.get("slowuser", "/jobs"), 504, "does not answer");
  }

  @Test
  void onlyAdministratorsActForOthers() {
    assertRefused(actingAs("alice", "bob"), 403, "may not act for user \"bob\"");
    assertRefused(actingAs("ada", "mallory"), 403, "does not know user");
    assertThat(actingAs("alice", "alice").statusCode()).isEqualTo(201);
    assertThat(actingAs("ada", "bob").statusCode()).isEqualTo(201);
    Caller caller = door.jobs.submitters.get(1);
    assertThat(caller.user()).isEqualTo("bob");
    assertThat(caller.administrator()).isFalse();
    assertThat(caller.actor()).isEqualTo("ada");
  }

  private HttpResponse<String> actingAs(String user, String other) {
    return door.send(
        door.as(user, "/jobs")
            .header("X-Launcher-User", other)
            .POST(HttpRequest.BodyPublishers.ofString(JOB.formatted(""))));
  }

  @Test
  void theOwnerInAJobCountsAsActingForThem() {
    String forBob = JOB.formatted(",\"user\":\"bob\"");
    assertRefused(door.post("alice", "/jobs", forBob), 403, "may not act for user \"bob\"");
    assertThat(door.post("ada", "/jobs", forBob).statusCode()).isEqualTo(201);
    assertThat(door.jobs.submitters.get(0).user()).isEqualTo("bob");
    assertThat(door.post("bob", "/jobs", forBob).statusCode()).isEqualTo(201);
  }

  @Test
  void somebodyElsesJobIsNotFound() {
    String path = "/jobs/" + door.jobs.add(TestDoor.specification("one", "bob")).id();
    assertRefused(door.get("alice", path), 404, "there is no job");
    assertThat(door.get("ada", path).statusCode()).isEqualTo(200);
  }

  @Test
  void whatMayBeSecretIsShownToTheOwnerAlone() {
    String path =
        "/jobs/"
            + door.jobs
                .add(
                    TestDoor.specification("one", "bob").toBuilder()
                        .environment(List.of(new EnvironmentVariable("TOKEN", "geheim")))
                        .stdin("geheim")
                        .build())
                .id();

    assertThat(door.get("bob", path).body()).contains("TOKEN", "\"geheim\"");
    for (String where : List.of(path, "/jobs?user=bob")) {
      assertThat(door.get("ada", where).body()).contains("TOKEN", "***").doesNotContain("geheim");
    }
    assertThat(door.send(door.as("ada", path).header("X-Launcher-User", "bob").GET()).body())
        .contains("geheim");
  }

  @Test
  void withoutAuthorizationEverybodyMayDoEverything() {
    try (TestDoor open =
        new TestDoor(
            TestDoor.settings(
                new ListenAddress.Tcp("localhost", 0), false, Duration.ofSeconds(15)))) {
      open.jobs.add(TestDoor.specification("one", "bob"));
      HttpResponse<String> list = open.send(open.request("/jobs"));
      assertThat(TestDoor.json(list).path("jobs").size()).isEqualTo(1);
      HttpRequest.Builder post =
          open.request("/jobs")
              .header("X-Launcher-User", "alice")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(JOB.formatted("")));
      HttpResponse<String> job = open.send(post);
      assertThat(TestDoor.json(job).path("job").path("user").asString()).isEqualTo("alice");
      assertThat(TestDoor.json(open.post("bob", "/jobs", JOB.formatted(""))).toString())
          .contains("\"user\":\"bob\"");
      HttpResponse<String> own =
          open.send(
              open.request("/jobs")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(JOB.formatted(""))));
      assertThat(TestDoor.json(own).path("job").path("user").asString()).isEqualTo("service");
      assertThat(open.send(open.request("/status")).body())
          .contains("authorization is switched off");
      assertRefused(
          open.send(open.request("/jobs").header("Authorization", "Launcher FORGED")), 401, "");
    }
  }
}
