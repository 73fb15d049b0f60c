package org.openlauncher.host.sessions;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether anybody speaks HTTP at a place. Any answer will do, also a refusal: a connection
 * alone proves nothing, since what publishes a container's port takes connections before the
 * container listens.
 */
final class PortQuestion {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  private final Optional<Duration> connectionTimeout;
  private @Nullable HttpClient client;

  PortQuestion(Optional<Duration> connectionTimeout) {
    this.connectionTimeout = connectionTimeout;
  }

  /** Made for the first session: a launcher without sessions starts a tenth faster without it. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER);
      connectionTimeout.ifPresent(builder::connectTimeout);
      made = builder.build();
      client = made;
    }
    return made;
  }

  /** The first of these places that answers; empty where none does now. */
  CompletableFuture<Optional<SessionAddress>> ask(List<SessionAddress> places) {
    if (places.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    SessionAddress first = places.get(0);
    return answers(first)
        .thenCompose(
            answered ->
                answered
                    ? CompletableFuture.completedFuture(Optional.of(first))
                    : ask(places.subList(1, places.size())));
  }

  private CompletableFuture<Boolean> answers(SessionAddress place) {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create("http://" + place + "/"))
              .timeout(LONGEST_ANSWER)
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();
    } catch (IllegalArgumentException notAnAddress) {
      return CompletableFuture.completedFuture(false);
    }
    return client()
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle((response, failure) -> failure == null);
  }
}
