package org.openlauncher.plugin.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A watch of a server that forgets, breaks off and comes back. */
class ResourceWatchTest {
  private static final String GONE =
      "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too old"
          + " resource version\"}}\n";

  private static String event(String type, String name, int version) {
    return "{\"type\":\""
        + type
        + "\",\"object\":{\"metadata\":{\"name\":\""
        + name
        + "\",\"resourceVersion\":\""
        + version
        + "\"}}}\n";
  }

  private static String list(int version, String more) {
    return "{\"metadata\":{\"resourceVersion\":\""
        + version
        + "\""
        + more
        + "},\"items\":[{\"metadata\":{\"name\":\"listed\"}}]}";
  }

  private static final class Seen implements ResourceWatch.Listener {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void heard() {
      // Only what it heard counts here.
    }

    @Override
    public void listed(List<JsonNode> objects) {
      all.add("listed " + objects.size());
    }

    @Override
    public void changed(JsonNode object) {
      all.add("changed " + object.path("metadata").path("name").asString(""));
    }

    @Override
    public void deleted(JsonNode object) {
      all.add("deleted " + object.path("metadata").path("name").asString(""));
    }

    @Override
    public void failed(ApiFailure failure) {
      all.add("failed");
    }
  }

  private static ResourceWatch.Query query(Duration silence) {
    return new ResourceWatch.Query("/pods", "a=b", 7, Duration.ofSeconds(60), silence);
  }

  @Test
  void itGoesOnFromTheLastVersionAndListsWhereThatIsForgotten() throws IOException {
    Seen seen = new Seen();
    try (FakeApi server =
            new FakeApi(
                (number, request) ->
                    switch (number) {
                      case 0 -> FakeApi.Answer.of(200, list(1, ",\"continue\":\"next\""));
                      case 1 -> FakeApi.Answer.of(200, list(5, ""));
                      case 2 ->
                          FakeApi.Answer.of(200, event("ADDED", "a", 6) + event("BOOKMARK", "", 9));
                      case 3 -> FakeApi.Answer.of(500, "broken");
                      case 4 -> FakeApi.Answer.of(200, event("DELETED", "a", 10) + GONE);
                      case 5 -> FakeApi.Answer.of(200, list(20, ""));
                      default -> {
                        Thread.sleep(Duration.ofMinutes(1).toMillis());
                        yield FakeApi.Answer.of(200, "");
                      }
                    });
        ApiServer api = server.client();
        ResourceWatch watch = new ResourceWatch("test", api, query(Duration.ofSeconds(60)), seen)) {
      watch.start();

      await("the last watch")
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.requests().size() == 7);
    }
    assertThat(seen.all)
        .containsExactly("listed 2", "changed a", "failed", "deleted a", "listed 1");
  }

  @Test
  void eachWatchBeginsWhereTheLastOneEnded() throws IOException {
    try (FakeApi server =
            new FakeApi(
                (number, request) ->
                    switch (number) {
                      case 0 -> FakeApi.Answer.of(200, list(5, ""));
                      case 1 -> FakeApi.Answer.of(200, event("BOOKMARK", "", 9));
                      default -> {
                        Thread.sleep(Duration.ofMinutes(1).toMillis());
                        yield FakeApi.Answer.of(200, "");
                      }
                    });
        ApiServer api = server.client();
        ResourceWatch watch =
            new ResourceWatch("test", api, query(Duration.ofSeconds(60)), new Seen())) {
      watch.start();
      await("the second watch")
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.requests().size() == 3);

      assertThat(server.requests().get(1)).contains("resourceVersion=5").contains("watch=1");
      assertThat(server.requests().get(2)).contains("resourceVersion=9");
    }
  }

  @Test
  void oneOfWhichNothingIsHeardIsBegunAnew() throws IOException {
    Seen seen = new Seen();
    try (FakeApi server =
            new FakeApi(
                (number, request) -> {
                  if (request.contains("watch=1") && number < 4) {
                    Thread.sleep(Duration.ofMinutes(1).toMillis());
                  }
                  return number == 2
                      ? FakeApi.Answer.of(503, "away")
                      : FakeApi.Answer.of(200, number == 0 ? list(5, "") : "{}");
                });
        ApiServer api = server.client();
        ResourceWatch watch = new ResourceWatch("test", api, query(Duration.ofMillis(500)), seen)) {
      watch.start();
      await("a watch after the second silence")
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.requests().size() > 5);

      assertThat(server.requests().get(2)).contains("limit=1").doesNotContain("watch");
      assertThat(server.requests().get(3)).contains("watch=1").contains("resourceVersion=5");
      assertThat(server.requests().get(4)).contains("limit=1").doesNotContain("watch");
      assertThat(server.requests().get(5)).contains("watch=1").contains("resourceVersion=5");
    }
    assertThat(seen.all).startsWith("listed 1", "failed");
  }
}
