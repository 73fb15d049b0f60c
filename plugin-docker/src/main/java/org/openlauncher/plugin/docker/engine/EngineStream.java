package org.openlauncher.plugin.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An answer that goes on: JSON objects, one a line. For one reading thread. */
public final class EngineStream implements AutoCloseable {
  private static final int LONGEST_LINE = 1024 * 1024;

  private final Response response;
  private final BufferedReader reader;

  EngineStream(Response response) {
    this.response = response;
    this.reader =
        new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8));
  }

  /**
   * Waits for the next object.
   *
   * @return empty at the end
   * @throws EngineUnreachableException where the answer breaks off or makes no sense
   */
  public Optional<JsonNode> next() {
    try {
      String line = line();
      while (line.isBlank() && !line.isEmpty()) {
        line = line();
      }
      return line.isEmpty() ? Optional.empty() : Optional.of(EngineClient.JSON.readTree(line));
    } catch (IOException failure) {
      throw new EngineUnreachableException("the engine's answer breaks off", failure);
    } catch (JacksonException malformed) {
      throw new EngineUnreachableException("the engine sends something that is no JSON", malformed);
    }
  }

  /** A line with its end; an empty text at the end of all. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int character = reader.read(); character >= 0; character = reader.read()) {
      line.append((char) character);
      if (character == '\n') {
        break;
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " characters");
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    response.close();
  }
}
