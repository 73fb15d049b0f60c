package org.openlauncher.plugin.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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

  /** Whoever follows a log must not lose it because somebody has renewed the credentials. */
  @Test
  void anAnswerThatLastsGoesOnWhereTheConnectionIsRenewed(@TempDir Path folder) throws Exception {
    CountDownLatch renewed = new CountDownLatch(1);
    List<String> heard = new CopyOnWriteArrayList<>();
    Path file = folder.resolve("kubeconfig");
    try (FakeApi server =
        new FakeApi(
            (number, request) -> {
              if (request.contains("/log")) {
                renewed.await();
              }
              return FakeApi.Answer.of(200, request.contains("/log") ? "line\n" : "{}");
            })) {
      Files.writeString(file, kubeconfig(server, "first"));
      try (ApiServer api =
          new ApiServer(new Connection.ByFile(file), Duration.ofSeconds(20), count -> {})) {
        api.follow(
            "/log",
            new LineStream.Lines() {
              @Override
              public void line(byte[] line) {
                heard.add(new String(line, StandardCharsets.US_ASCII));
              }

              @Override
              public void end(Optional<ApiFailure> failure) {
                heard.add("end" + failure.map(ApiFailure::getMessage).orElse(""));
              }
            });
        await("the question").until(() -> server.requests().size() == 1);
        Files.writeString(file, kubeconfig(server, "second"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));

        await("use of the new credentials")
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  api.get("/one");
                  return server.requests().contains("GET /one Bearer second");
                });
        renewed.countDown();

        await("the end of the answer").until(() -> heard.equals(List.of("line", "end")));
      }
    }
  }

  private static String kubeconfig(FakeApi server, String token) {
    return "apiVersion: v1\nkind: Config\ncurrent-context: one\n"
        + "contexts: [{name: one, context: {cluster: one, user: one}}]\n"
        + "clusters: [{name: one, cluster: {server: \""
        + server.address()
        + "\"}}]\nusers: [{name: one, user: {token: "
        + token
        + "}}]\n";
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
