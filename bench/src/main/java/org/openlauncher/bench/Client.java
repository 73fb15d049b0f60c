package org.openlauncher.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openlauncher.auth.KeyFileException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of one launcher, as one would write it for use. */
final class Client {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int CREATED = 201;
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.shared();
  private final URI address;
  private final String credential;

  Client(LauncherUnderTest launcher) throws KeyFileException {
    this.address = launcher.address();
    this.credential = launcher.credential();
  }

  boolean isReady() throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/status")).timeout(LIMIT).build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == OK
          && json.readTree(answer.body()).path("status").asString("").equals("Green");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What /status says, also where it is Red. */
  JsonNode status() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/status")).timeout(LIMIT).build();
    return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Submits a shell line; returns the job's id. */
  String submit(String command) throws IOException, InterruptedException {
    String body =
        json.createObjectNode()
            .set(
                "job",
                json.createObjectNode()
                    .put("name", "bench")
                    .put("cluster", "Local")
                    .put("command", command)
                    .put("workingDirectory", "/"))
            .toString();
    return submitBody(body);
  }

  private String submitBody(String body) throws IOException, InterruptedException {
    HttpRequest request =
        signed("/jobs")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != CREATED) {
      throw new IOException("POST /jobs: " + answer.statusCode() + " " + answer.body());
    }
    return json.readTree(answer.body()).path("job").path("id").asString();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json.readTree(text(path));
  }

  String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(signed(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException("GET " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** All jobs, page by page. */
  List<JsonNode> jobs(String query) throws IOException, InterruptedException {
    List<JsonNode> jobs = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/jobs?limit=1000&" + query + cursor);
      page.path("jobs").forEach(jobs::add);
      String next = page.path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return jobs;
  }

  /** What an address streams, as lines. */
  InputStream stream(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Launcher " + credential)
            .header("Accept", "application/x-ndjson")
            .GET()
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  private HttpRequest.Builder signed(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(LIMIT)
        .header("Authorization", "Launcher " + credential);
  }

  /** The same request as bytes, for clients that must cost nothing. */
  byte[] request(String path) {
    return request(path, "*/*");
  }

  byte[] request(String path, String accepted) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: bench\r\nAccept: "
            + accepted
            + "\r\nAuthorization: Launcher "
            + credential
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The submission of a program without arguments, as bytes. */
  byte[] submissionOf(String program) {
    String body =
        "{\"job\":{\"name\":\"bench\",\"cluster\":\"Local\",\"workingDirectory\":\"/\",\"exe\":\""
            + program
            + "\"}}";
    return submissionWith(body);
  }

  /** A submission as bytes. */
  byte[] submissionWith(String body) {
    return ("POST /jobs HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\nAuthorization: Launcher "
            + credential
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
