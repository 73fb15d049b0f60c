package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs that count aloud until they are told to end, each with a stream of its output and one of its
 * status. Whatever is missing in a stream, or is there twice, is noted.
 */
final class CountingJobs implements AutoCloseable {
  private static final String END = "end";

  private final List<InputStream> streams = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Path sign;
  private long lines;

  /**
   * @param sign a file that the jobs' owner can see; the jobs end when it is gone, so that none is
   *     left behind whatever becomes of the row
   */
  CountingJobs(Client client, int count, Path sign) throws IOException, InterruptedException {
    this.sign = Files.writeString(sign, "");
    for (int number = 0; number < count; number++) {
      String job =
          client.submit(
              "i=0; while [ -e "
                  + sign
                  + " ]; do echo $i; i=$((i+1)); sleep 0.5; done; echo "
                  + END
                  + "; exit "
                  + number);
      int code = number;
      read(client.stream("/jobs/" + job + "/output?follow=true"), lines -> output(job, lines));
      read(client.stream("/jobs/" + job + "/status"), lines -> status(job, lines, code));
    }
  }

  private interface Reading {
    void of(BufferedReader lines) throws IOException;
  }

  private void read(InputStream stream, Reading reading) {
    streams.add(stream);
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reading.of(lines);
              } catch (IOException | UncheckedIOException broken) {
                fault("a stream broke: " + broken);
              }
            },
            "stream");
    readers.add(reader);
    reader.start();
  }

  private synchronized void fault(String what) {
    faults.add(what);
  }

  private void output(String job, BufferedReader lines) throws IOException {
    StringBuilder text = new StringBuilder();
    long next = 0;
    long offset = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode event = JsonMapper.shared().readTree(line);
      String type = event.path("type").asString("");
      if (type.equals("output")) {
        String piece = event.path("output").asString();
        if (event.path("offset").asLong() != offset) {
          fault("job " + job + ": offset " + event.path("offset") + " for " + offset);
        }
        offset += piece.length();
        text.append(piece);
        for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
          String said = text.substring(0, end);
          text.delete(0, end + 1);
          next = expect(job, said, next);
        }
      } else if (!type.equals("end") && !type.equals("keepAlive")) {
        fault("job " + job + ": its output says " + line);
      }
    }
    if (next >= 0) {
      fault("job " + job + ": its output ended behind line " + next);
    }
  }

  /** Which number comes next; -1 behind the end. */
  private synchronized long expect(String job, String said, long next) {
    lines++;
    if (said.equals(END)) {
      return -1;
    }
    if (!said.equals(Long.toString(next))) {
      faults.add("job " + job + ": line " + said + " came for " + next);
    }
    return next + 1;
  }

  private void status(String job, BufferedReader lines, int code) throws IOException {
    long revision = -1;
    String last = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode event = JsonMapper.shared().readTree(line);
      if (event.path("type").asString("").equals("status")) {
        if (event.path("revision").asLong() <= revision) {
          fault("job " + job + ": revision " + event.path("revision") + " behind " + revision);
        }
        revision = event.path("revision").asLong();
        last = event.path("status").asString() + " " + event.path("exitCode").asInt(-1);
      }
    }
    if (!last.equals("Finished " + code)) {
      fault("job " + job + ": its stream ended with " + last + " for exit code " + code);
    }
  }

  /** Lets the jobs end, reads the streams to their ends, and says what was wrong with them. */
  List<String> end() throws IOException, InterruptedException {
    Files.delete(sign);
    for (Thread reader : readers) {
      reader.join(60_000);
      if (reader.isAlive()) {
        fault("a stream does not end");
      }
    }
    synchronized (this) {
      return List.copyOf(faults);
    }
  }

  synchronized long lines() {
    return lines;
  }

  @Override
  public void close() throws IOException {
    for (InputStream stream : streams) {
      stream.close();
    }
  }
}
