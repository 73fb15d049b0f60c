package org.openlauncher.plugin.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are no objects. */
class ApiServerTest {
  private static final String FORBIDDEN =
      "{\"kind\":\"Status\",\"code\":403,\"reason\":\"Forbidden\",\"message\":\"pods is forbidden:"
          + " User \\\"launcher\\\" cannot list resource \\\"pods\\\" in API group \\\"\\\" in the"
          + " namespace \\\"rstudio\\\"\"}";

  @Test
  void whatIsThrottledIsAskedAgain() throws IOException {
    try (FakeApi server =
            new FakeApi(
                (number, request) ->
                    number < 2
                        ? new FakeApi.Answer(429, Map.of("Retry-After", "1"), "slow down")
                        : FakeApi.Answer.of(201, "{\"made\":true}"));
        ApiServer api = server.client()) {
      assertThat(api.post("/objects", Json.MAPPER.createObjectNode()).path("made").asBoolean(false))
          .isTrue();
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void aRightThatIsMissingIsNamed() throws IOException {
    try (FakeApi server = new FakeApi((number, request) -> FakeApi.Answer.of(403, FORBIDDEN));
        ApiServer api = server.client()) {
      assertThatExceptionOfType(ApiRefusal.class)
          .isThrownBy(() -> api.get("/pods"))
          .withMessageContaining("cannot list resource \"pods\"")
          .withMessageContaining("docs/kubernetes.md")
          .matches(ApiRefusal::forbidden);
    }
  }

  @Test
  void aTokenThatIsRenewedCounts(@TempDir Path folder) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    try (FakeApi server = new FakeApi((number, request) -> FakeApi.Answer.of(200, "{}"));
        ApiServer api = server.client(new Connection.Credential.InFile(token))) {
      api.get("/one");
      Files.writeString(token, "second\n");
      api.get("/two");

      assertThat(server.requests())
          .containsExactly("GET /one Bearer first", "GET /two Bearer second");
    }
  }

  @Test
  void whereNobodyListensNothingWasSent() throws IOException {
    FakeApi server = new FakeApi((number, request) -> FakeApi.Answer.of(200, "{}"));
    try (ApiServer api = server.client()) {
      server.close();

      assertThatExceptionOfType(ApiUnreachableException.class)
          .isThrownBy(() -> api.get("/one"))
          .withMessageContaining(server.address())
          .matches(ApiUnreachableException::nothingSent);
    }
  }

  @Test
  void whatIsNoApiIsSaidToBeNone() throws IOException {
    try (FakeApi server = new FakeApi((number, request) -> FakeApi.Answer.of(200, "<html>"));
        ApiServer api = server.client()) {
      assertThatExceptionOfType(ApiUnreachableException.class)
          .isThrownBy(() -> api.get("/one"))
          .withMessageContaining("not in JSON");
    }
  }
}
