package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.host.http.FrontDoorSettings.MetricsAccess;

/**
 * Requests that nobody means well with. Each gets an answer of the 400s, as JSON with a message,
 * never one of the 500s; and the door stands afterwards.
 */
final class HostileRequestsTest {
  private static final String HEAD = "Host: x\r\nConnection: close\r\n";
  private static final String ALICE = "Authorization: Launcher alice\r\n";
  private static final String JOB =
      "{\"job\":{\"name\":\"n\",\"cluster\":\"Local\",\"command\":\"true\",%s}}";

  private final List<byte[]> requests = new ArrayList<>();

  @Test
  void everyHostileRequestGetsACleanRefusal() {
    brokenJson();
    wrongTypes();
    wrongValues();
    paths();
    queries();
    credentials();
    framing();
    randomDamage();
    assertThat(requests).hasSizeGreaterThan(500);
    try (TestDoor door = new TestDoor()) {
      SoftAssertions softly = new SoftAssertions();
      for (byte[] request : requests) {
        long start = System.nanoTime();
        String answer = door.raw(request);
        softly
            .assertThat(Duration.ofNanos(System.nanoTime() - start))
            .as(shown(request))
            .isLessThan(Duration.ofSeconds(10));
        softly.assertThat(isCleanRefusal(answer)).as(shown(request) + "\n--> " + answer).isTrue();
      }
      softly.assertAll();
      assertThat(door.get("alice", "/jobs").statusCode()).isEqualTo(200);
      assertThat(door.jobs.submitters).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "60, 1"})
  void aBodyThatStopsComingIsRefused(int idleSeconds, int requestSeconds) {
    FrontDoorSettings settings =
        new FrontDoorSettings(
            List.of(new ListenAddress.Tcp("127.0.0.1", 0)),
            Optional.empty(),
            new DataSize(TestDoor.LARGEST_BODY),
            Duration.ofSeconds(requestSeconds),
            Duration.ofSeconds(idleSeconds),
            Duration.ofSeconds(15),
            true,
            Optional::empty,
            MetricsAccess.NONE);
    try (TestDoor door = new TestDoor(settings)) {
      String answer =
          door.raw("POST /jobs HTTP/1.1\r\n" + HEAD + ALICE + "Content-Length: 100\r\n\r\n{\"job");
      assertThat(isCleanRefusal(answer)).as(answer).isTrue();
      assertThat(answer).startsWith("HTTP/1.1 400").contains("body stopped coming");
    }
  }

  private static boolean isCleanRefusal(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (!answer.matches("(?s)HTTP/1\\.1 4[0-9][0-9] .*") || end < 0) {
      return false;
    }
    String body = answer.substring(end + 4);
    if (!body.startsWith("{\"error\":{\"code\":") || body.matches("(?s).*(Exception|jackson).*")) {
      return false;
    }
    return TestDoor.JSON.readTree(body).path("error").path("message").asString("").length() > 10;
  }

  private static String shown(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return text.length() > 600 ? text.substring(0, 600) + "..." : text;
  }

  private void add(String request) {
    requests.add(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void get(String target) {
    add("GET " + target + " HTTP/1.1\r\n" + HEAD + ALICE + "\r\n");
  }

  private void post(String path, byte[] body) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\n"
            + HEAD
            + ALICE
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    requests.add(
        (head + new String(body, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  private void post(String body) {
    post("/jobs", body.getBytes(StandardCharsets.UTF_8));
  }

  private void brokenJson() {
    for (String body :
        List.of(
            "",
            " ",
            "{",
            "}",
            "[",
            "[]",
            "null",
            "true",
            "7",
            "\"x\"",
            "{}",
            "{}{}",
            "{\"job\":}",
            "{\"job\":null}",
            "{\"job\":[]}",
            "{\"job\":7}",
            "{\"job\":\"\"}",
            "{'job':{}}",
            "{\"job\":{}}",
            "{\"job\":{},}",
            "{\"job\":{}} x",
            "{\"job\":{\"name\":NaN}}",
            "{\"job\":{\"a\":1,\"a\":2}}",
            "{\"job\":{},\"job\":{}}",
            "{\"jobs\":{}}",
            "// c\n{}",
            "\uFEFF{}",
            "{\"job\":{\"name\":\"\\x\"}}",
            "{\"job\":{\"name\":\"\n\"}}",
            "{\"job\":{\"name\":\"\\ud800\"}}",
            "{\"job\":{\"name\":01}}",
            "{\"job\":{\"name\":1e}}",
            "{\"job\":{\"name\":" + "9".repeat(2_000) + "}}",
            "{\"" + "k".repeat(5_000) + "\":1}",
            "[".repeat(50_000),
            "{\"job\":".repeat(1_000),
            "{\"job\":{\"metadata\":" + "{\"a\":".repeat(200) + "1" + "}".repeat(200) + "}}",
            "{\"job\":{\"args\":" + "[".repeat(63) + "]".repeat(63) + "}}")) {
      post(body);
    }
    for (int[] bytes :
        new int[][] {
          {0xFF},
          {0xC0, 0x80},
          {0xC1, 0xBF},
          {0xE0, 0x80, 0x80},
          {0xED, 0xA0, 0x80},
          {0xF5, 0x80},
          {0xF4, 0x90, 0x80, 0x80},
          {0xE2, 0x82},
          {0x80}
        }) {
      String bad = "";
      for (int value : bytes) {
        bad += (char) value;
      }
      post(
          "/jobs",
          JOB.formatted("\"stdin\":\"" + bad + "\"").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private void wrongTypes() {
    List<String> texts =
        List.of(
            "name",
            "user",
            "group",
            "cluster",
            "command",
            "exe",
            "stdin",
            "stdoutFile",
            "stderrFile",
            "workingDirectory",
            "resourceProfile");
    List<String> arrays =
        List.of(
            "args",
            "environment",
            "queues",
            "resourceLimits",
            "placementConstraints",
            "config",
            "exposedPorts",
            "mounts",
            "tags");
    for (String member : texts) {
      for (String value : List.of("7", "true", "{}", "[1]", "1.5", "\"\\u0000\"", "\"\\udc00\"")) {
        job(member, value);
      }
    }
    for (String member : arrays) {
      for (String value :
          List.of("7", "true", "{\"a\":1}", "\"text\"", "[7]", "[null]", "[true]", "[[]]")) {
        job(member, value);
      }
    }
    for (String value : List.of("7", "true", "[1]", "\"x\"", "{\"a\":\"\\ud800\"}")) {
      job("metadata", value);
    }
    for (String value : List.of("7", "\"x\"", "[1]", "{}", "{\"image\":7}", "{\"image\":\"\"}")) {
      job("container", value);
    }
    for (String member :
        List.of(
            "id",
            "status",
            "statusMessage",
            "statusCode",
            "statusReason",
            "pid",
            "exitCode",
            "host",
            "submissionTime",
            "lastUpdateTime",
            "instanceId",
            "revision",
            "stale")) {
      job(member, "\"x\"");
      job(member, "0");
    }
    for (String member : List.of("Name", "ags", "env", "statusCod", "", "job", "__proto__")) {
      job(member, "\"x\"");
    }
  }

  /** A job that is good but for one member; that member takes the place of a good one. */
  private void job(String member, String value) {
    String rest = "\"name\":\"n\",\"cluster\":\"Local\",\"command\":\"true\"";
    String without = rest.replaceAll("\"" + member + "\":\"[^\"]*\",?", "");
    post(
        ("{\"job\":{" + without + ",\"" + member + "\":" + value + "}}")
            .replace(",,", ",")
            .replace("{,", "{"));
  }

  private void wrongValues() {
    for (String members :
        List.of(
            "\"exe\":\"x\"",
            "\"tags\":[\"a\",\"a\"]",
            "\"tags\":[\"\"]",
            "\"queues\":[\"a\",\"a\"]",
            "\"environment\":[{\"name\":\"A=B\",\"value\":\"x\"}]",
            "\"environment\":[{\"value\":\"x\"}]",
            "\"environment\":[{\"name\":\"A\",\"value\":\"\\u0000\"}]",
            "\"environment\":[{\"name\":\"A\",\"value\":1}]",
            "\"environment\":[{\"name\":\"A\",\"vlaue\":\"x\"}]",
            "\"args\":[\"a\\u0000b\"]",
            "\"resourceLimits\":[{\"type\":\"memory\",\"value\":\"128GB\"}]",
            "\"resourceLimits\":[{\"type\":\"memory\",\"value\":\"-1\"}]",
            "\"resourceLimits\":[{\"type\":\"memory\",\"value\":128}]",
            "\"resourceLimits\":[{\"type\":\"memory\"}]",
            "\"resourceLimits\":[{\"value\":\"1\"}]",
            "\"resourceLimits\":[{\"type\":\"a\",\"value\":\"1\"},{\"type\":\"a\",\"value\":\"2\"}]",
            "\"placementConstraints\":[{\"value\":\"x\"}]",
            "\"config\":[{\"name\":\"a\",\"valueType\":\"bool\"}]",
            "\"config\":[{\"name\":\"a\",\"valueType\":\"int\",\"value\":\"x\"}]",
            "\"config\":[{\"name\":\"a\",\"valueType\":\"float\",\"value\":\"1..2\"}]",
            "\"container\":{\"image\":\"i\",\"runAsUserId\":-1}",
            "\"container\":{\"image\":\"i\",\"runAsUserId\":4294967295}",
            "\"container\":{\"image\":\"i\",\"runAsUserId\":1.0}",
            "\"container\":{\"image\":\"i\",\"runAsUserId\":99999999999999999999}",
            "\"container\":{\"image\":\"i\",\"supplementalGroupIds\":[\"7\"]}",
            "\"exposedPorts\":[{}]",
            "\"exposedPorts\":[{\"targetPort\":0}]",
            "\"exposedPorts\":[{\"targetPort\":65536}]",
            "\"exposedPorts\":[{\"targetPort\":\"80\"}]",
            "\"exposedPorts\":[{\"targetPort\":80,\"protocol\":\"SCTP\"}]",
            "\"mounts\":[{}]",
            "\"mounts\":[{\"mountPath\":\"data\",\"type\":\"host\",\"source\":{\"path\":\"/d\"}}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"host\"}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"host\",\"source\":{}}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"host\",\"source\":{\"path\":\"d\"}}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"host\",\"source\":\"/d\"}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"nfs\",\"source\":{\"host\":\"h\"}}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"cephFs\",\"source\":{\"path\":\"p\"}}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"own\",\"source\":[1]}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"readOnly\":\"yes\",\"type\":\"own\"}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"type\":\"own\",\"mountSource\":{\"type\":\"own\"}}]",
            "\"mounts\":[{\"mountPath\":\"/d\",\"mountSource\":{\"source\":{}}}]")) {
      post(JOB.formatted(members));
    }
    post("{\"job\":{\"name\":\"" + "n".repeat(256) + "\",\"cluster\":\"c\",\"command\":\"x\"}}");
    post("{\"job\":{\"name\":\"n\",\"cluster\":\"Local\",\"args\":[\"x\"]}}");
    post("{\"job\":{\"name\":\"\",\"cluster\":\"Local\",\"command\":\"x\"}}");
    String control = "/jobs/01hzz000000000000000000001/control";
    for (String body :
        List.of(
            "{}",
            "{\"operation\":\"\"}",
            "{\"operation\":7}",
            "{\"operation\":\"Stop\"}",
            "{\"operation\":\"stop\",\"x\":1}",
            "[\"stop\"]",
            "stop")) {
      post(control, body.getBytes(StandardCharsets.UTF_8));
    }
    post(control, "{\"operation\":\"stop\"}".getBytes(StandardCharsets.UTF_8));
    post(JOB.formatted("\"stdin\":\"" + "x".repeat((int) TestDoor.LARGEST_BODY) + "\""));
  }

  private void paths() {
    for (String id :
        List.of(
            "..",
            ".",
            "%2e%2e",
            "%2E",
            "..%2f..%2fetc%2fpasswd",
            "a%2Fb",
            "%00",
            "a%00b",
            "%",
            "%1",
            "%zz",
            "%ff",
            "%c0%af",
            "%ed%a0%80",
            "01HZZ000000000000000000001",
            "01hzz00000000000000000000",
            "01hzz0000000000000000000011",
            "01hzz000000000000000000o01",
            "*",
            "..;",
            "x;y",
            "%5c..%5c",
            "%252e%252e",
            "a%20b",
            "%0d%0aSet-Cookie:x",
            "'--",
            "$(id)",
            "`id`",
            "\u00e9",
            "-1",
            "0",
            "null",
            "%u0041",
            "~root",
            "%F0%9F%98%80",
            "x".repeat(3_000))) {
      for (String suffix :
          List.of("", "/status", "/output", "/resources", "/network", "/explain")) {
        get("/jobs/" + id + suffix);
      }
    }
    for (String path :
        List.of(
            "//jobs",
            "/jobs//",
            "/jobs/../jobs/",
            "/../../etc/passwd",
            "/%2e%2e/etc",
            "/jobs%2f",
            "/jobs%00",
            "jobs",
            "*",
            "/clusters/%2e%2e",
            "/clusters/",
            "/clusters/a/b",
            "/Jobs",
            "/jobs/status/",
            "/nothing-here",
            "/favicon.ico",
            "/jobs;x=1/",
            "http://evil/nothing")) {
      get(path);
    }
  }

  private void queries() {
    for (String query :
        List.of(
            "limit=0",
            "limit=-1",
            "limit=1001",
            "limit=x",
            "limit=1e3",
            "limit=99999999999999999999",
            "limit=1&limit=1",
            "cluster=a&cluster=b",
            "user=alice&user=alice",
            "sort=",
            "sort=-",
            "sort=--name",
            "sort=id;drop",
            "status=Runing",
            "status=Running,Nope",
            "fields=id,nope",
            "fields=*",
            "startTime=now",
            "startTime=2026-13-01T00:00:00Z",
            "endTime=0",
            "startTime=2026-01-01T00:00:00+01:00",
            "x=1",
            "Limit=1",
            "limit=%",
            "limit=%zz",
            "limit=%ff",
            "%00=1",
            "tags=%00",
            "tags=%ed%a0%80",
            "fields=" + "x".repeat(4_000),
            "user=bob",
            "sort=shape",
            "=1",
            "limit[]=1",
            "dryRun=true",
            "offset=1")) {
      if (!query.equals("sort=")) {
        get("/jobs?" + query);
      }
    }
    for (String query : List.of("after=-1", "after=x", "after=1&after=2", "limit=1")) {
      get("/jobs/status?" + query);
    }
    for (String query :
        List.of("type=all", "type=STDOUT", "offset=x", "offset=1.5", "follow=maybe", "q=1")) {
      get("/jobs/01hzz000000000000000000001/output?" + query);
    }
    for (String header :
        List.of(
            "Last-Event-ID: x",
            "Last-Event-ID: -1",
            "Last-Event-ID: 1\r\nLast-Event-ID: 2",
            "Last-Event-ID: 9999999999999999999",
            "Accept: text/html",
            "Accept: nonsense",
            "X-Launcher-User: bob",
            "X-Launcher-User: alice\r\nX-Launcher-User: alice",
            "X-Launcher-User: ../../etc")) {
      add("GET /jobs/status HTTP/1.1\r\n" + HEAD + ALICE + header + "\r\n\r\n");
    }
    post("/jobs?dryRun=perhaps", JOB.formatted("\"tags\":[]").getBytes(StandardCharsets.UTF_8));
    for (String key :
        List.of("a b", "x".repeat(256), "\u00fc", "a\tb", "a\r\nIdempotency-Key: b")) {
      String body = JOB.formatted("\"tags\":[]");
      add(
          "POST /jobs HTTP/1.1\r\n"
              + HEAD
              + ALICE
              + "Idempotency-Key: "
              + key
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
    }
  }

  private void credentials() {
    for (String header :
        List.of(
            "",
            "Authorization: \r\n",
            "Authorization: Launcher\r\n",
            "Authorization: Launcher \r\n",
            "Authorization: Launcher expired-alice\r\n",
            "Authorization: Launcher FORGED\r\n",
            "Authorization: Basic YWxpY2U6eA==\r\n",
            "Authorization: Bearer alice\r\n",
            "Authorization: alice\r\n",
            "Authorization: Launcher alice bob\r\n",
            "Authorization: Launcher nobodyhere\r\n",
            "Authorization: Launcher \u00ff\r\n",
            ALICE + ALICE,
            ALICE + "Authorization: Launcher bob\r\n",
            "Cookie: user-id=FORGED\r\n",
            "Cookie: user-id=\r\n",
            "Cookie: user-id\r\n",
            "Cookie: user-id=alice; user-id=bob\r\n",
            "Cookie: user-id=expired-alice\r\n",
            "Cookie: =alice\r\n",
            "Cookie: ;;;\r\n",
            "Cookie: user-id=\"alice\r\n",
            "Cookie: " + "a=b; ".repeat(300) + "\r\n",
            "Authorization: Launcher " + "|".repeat(4_000) + "\r\n",
            "Authorization: Launcher alice|Thu, 01 Jan 1970 00:00:00 GMT|AAAA\r\n")) {
      for (String path : List.of("/jobs", "/clusters", "/jobs/status")) {
        add("GET " + path + " HTTP/1.1\r\n" + HEAD + header + "\r\n");
      }
    }
  }

  private void framing() {
    String post = "POST /jobs HTTP/1.1\r\n" + HEAD + ALICE;
    for (String request :
        List.of(
            "NONSENSE\r\n\r\n",
            "GET\r\n\r\n",
            "GET /jobs\r\n\r\n",
            "GET /jobs HTTP/9.9\r\n\r\n",
            "GET /jobs HTTP/1.1\r\n" + ALICE + "Connection: close\r\n\r\n",
            "GET /jobs HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + ALICE + "\r\n",
            "GET /jobs HTTP/1.1\r\n" + HEAD + " folded: x\r\n\r\n",
            "GET /jobs HTTP/1.1\r\n" + HEAD + "No colon here\r\n\r\n",
            "GET /jobs HTTP/1.1\r\n" + HEAD + "Bad\u0000Name: x\r\n\r\n",
            "GET /jobs HTTP/1.1\r\n" + HEAD + "X: a\u0000b\r\n\r\n",
            "GET /jobs HTTP/1.1\r\n" + HEAD + "X: " + "x".repeat(20_000) + "\r\n\r\n",
            "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HEAD + "\r\n",
            "BREW /jobs HTTP/1.1\r\n" + HEAD + ALICE + "\r\n",
            "PUT /jobs HTTP/1.1\r\n" + HEAD + ALICE + "\r\n",
            "TRACE /jobs HTTP/1.1\r\n" + HEAD + ALICE + "\r\n",
            "OPTIONS * HTTP/1.1\r\n" + HEAD + ALICE + "\r\n",
            "CONNECT x:1 HTTP/1.1\r\n" + HEAD + ALICE + "\r\n",
            post + "Content-Length: x\r\n\r\n",
            post + "Content-Length: -1\r\n\r\n",
            post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
            post + "Content-Length: 99999999999999999999\r\n\r\n",
            post + "Content-Length: 200000\r\n\r\n",
            post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            post + "Transfer-Encoding: gzip\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            post
                + "Transfer-Encoding: chunked\r\n\r\n20000\r\n"
                + "x".repeat(0x20000)
                + "\r\n0\r\n\r\n",
            post + "Expect: nonsense\r\nContent-Length: 2\r\n\r\n{}")) {
      add(request);
    }
  }

  /** A good request with some of its bytes changed; those that are still good are left out. */
  private void randomDamage() {
    Random random = new Random(11);
    String good = JOB.formatted("\"args\":[\"a\"],\"tags\":[\"t\"],\"metadata\":{\"k\":1}");
    for (int round = 0; round < 150; round++) {
      char[] text = good.toCharArray();
      // Without its first brace, nothing that is changed behind it makes it good again.
      text[0] = "[\"x7}:, ".charAt(random.nextInt(8));
      for (int change = 0; change < 4; change++) {
        text[1 + random.nextInt(text.length - 1)] = (char) random.nextInt(256);
      }
      post("/jobs", new String(text).getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
