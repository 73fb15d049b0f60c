package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the stream of all jobs' statuses, and notes when each state of a job came. */
final class StatusStream implements AutoCloseable {
  /**
   * A state that was told.
   *
   * @param nanoTime when, by this process's clock
   * @param exitCode its exit code; -1 for none
   */
  record Told(long nanoTime, int exitCode) {}

  private final Map<String, Map<String, Told>> states = new HashMap<>();
  private final InputStream stream;
  private final Thread reader;

  StatusStream(Client client) throws IOException, InterruptedException {
    stream = client.stream("/jobs/status");
    reader = new Thread(this::read, "status-stream");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    JsonMapper json = JsonMapper.shared();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        JsonNode event = json.readTree(line);
        if (event.path("type").asString("").equals("status")) {
          note(
              event.path("id").asString(),
              event.path("status").asString(),
              new Told(now, event.path("exitCode").asInt(-1)));
        }
      }
    } catch (IOException ended) {
      // Closed by the row that is done with it; whoever waits for a state that is missing says so.
    }
  }

  private synchronized void note(String job, String state, Told told) {
    states.computeIfAbsent(job, id -> new HashMap<>()).putIfAbsent(state, told);
    notifyAll();
  }

  /** Waits until a state of a job was told. */
  synchronized Told await(String job, String state, Duration limit)
      throws InterruptedException, IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Told told = states.getOrDefault(job, Map.of()).get(state);
      if (told != null) {
        return told;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IOException("job " + job + " was not told to be " + state + " in " + limit);
      }
      wait(left);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
