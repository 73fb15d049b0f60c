package org.openlauncher.plugin.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A fetch of an image that is under way. Closing it makes the engine break it off. */
public final class ImagePull implements AutoCloseable {
  private static final Duration TELL_EVERY = Duration.ofMillis(500);
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final int NO_STATUS = 0;

  private final EngineStream stream;
  private final Map<String, long[]> layers = new LinkedHashMap<>();
  private Instant told = Instant.EPOCH;

  private ImagePull(EngineStream stream) {
    this.stream = stream;
  }

  /**
   * Begins.
   *
   * @param version a tag, or a digest
   * @param credentials what the engine shows the registry, encoded for a header
   * @param patience how long the engine may take until it has something to tell
   */
  public static ImagePull open(
      EngineClient engine,
      String repository,
      String version,
      Optional<String> credentials,
      Duration patience) {
    return new ImagePull(
        engine.open(
            Request.Method.POST,
            "/images/create?fromImage="
                + Address.encoded(repository)
                + "&tag="
                + Address.encoded(version),
            credentials.map(value -> Map.of("X-Registry-Auth", value)).orElse(Map.of()),
            patience));
  }

  /**
   * Waits for something worth telling, which is not all that the engine says.
   *
   * @return how far it is; empty at the end
   * @throws EngineException where the image can't be fetched
   */
  public Optional<String> next() {
    for (Optional<JsonNode> step = stream.next(); step.isPresent(); step = stream.next()) {
      JsonNode said = step.get();
      if (said.has("error")) {
        throw new EngineException(NO_STATUS, said.path("error").asString("unknown error"));
      }
      note(said);
      if (Instant.now().isAfter(told.plus(TELL_EVERY))) {
        told = Instant.now();
        return Optional.of(progress(said));
      }
    }
    return Optional.empty();
  }

  private void note(JsonNode said) {
    String layer = said.path("id").asString("");
    JsonNode detail = said.path("progressDetail");
    boolean counted = said.path("status").asString("").startsWith("Downloading");
    if (!layer.isEmpty() && counted && detail.path("total").asLong(0) > 0) {
      layers.put(
          layer, new long[] {detail.path("current").asLong(0), detail.path("total").asLong(0)});
    } else if (layers.containsKey(layer) && !counted) {
      long[] known = layers.get(layer);
      known[0] = known[1];
    }
  }

  private String progress(JsonNode said) {
    if (layers.isEmpty()) {
      return said.path("status").asString("");
    }
    long current = 0;
    long total = 0;
    for (long[] layer : layers.values()) {
      current += layer[0];
      total += layer[1];
    }
    return String.format(
        java.util.Locale.ROOT,
        "%.1f of %.1f MB of %d %s",
        current / BYTES_PER_MEGABYTE,
        total / BYTES_PER_MEGABYTE,
        layers.size(),
        layers.size() == 1 ? "layer" : "layers");
  }

  @Override
  public void close() {
    stream.close();
  }
}
