package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.config.ServerSettings.TlsFiles;
import org.openlauncher.host.http.FrontDoorSettings.MetricsAccess;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.tls.CommandRun;
import org.openlauncher.host.tls.TestCertificates;
import org.openlauncher.host.tls.TlsIdentity;

/** The front door behind TLS, with curl and openssl knocking. */
final class TlsDoorTest {
  private static final String HOST = "launcher.example.com";
  private static final String NAMES = "subjectAltName=DNS:" + HOST + ",DNS:*.wild.example.com";

  @TempDir private static Path folder;
  private static TestCertificates certificates;
  private static TlsFiles ec;
  private static TestDoor door;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(CommandRun.has("openssl") && CommandRun.has("curl"), "openssl or curl is missing");
    certificates = new TestCertificates(folder);
    ec = certificates.issue("ec", "EC", NAMES);
    door = new TestDoor(settings(TlsIdentity.read(ec)));
  }

  @AfterAll
  static void close() {
    if (door != null) {
      door.close();
    }
  }

  static FrontDoorSettings settings(TlsIdentity identity) {
    return new FrontDoorSettings(
        List.of(new ListenAddress.Tcp("127.0.0.1", 0)),
        Optional.of(identity),
        new DataSize(TestDoor.LARGEST_BODY),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Duration.ofMillis(400),
        true,
        () -> Optional.of("launcher-admins"),
        MetricsAccess.LOCAL);
  }

  /** Asks by curl, which trusts the test's authority and no other. */
  private static CommandRun curl(TestDoor at, String host, String path, String... options) {
    int port = ((InetSocketAddress) at.door.boundAddress()).getPort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "curl",
                "-sS",
                "-i",
                "--noproxy",
                "*",
                "--max-time",
                "50",
                "--cacert",
                certificates.root().toString(),
                "--resolve",
                host + ":" + port + ":127.0.0.1"));
    command.addAll(List.of(options));
    command.add("https://" + host + ":" + port + path);
    return CommandRun.of(command);
  }

  private static CommandRun client(TestDoor at, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + at.port(),
                "-CAfile",
                certificates.root().toString()));
    command.addAll(List.of(options));
    return CommandRun.of(command, "");
  }

  @Test
  void curlTrustsTheChainAndGetsAnAnswer() {
    CommandRun status = curl(door, HOST, "/status");
    assertThat(status.output()).startsWith("HTTP/1.1 200").contains("\"status\":");
    CommandRun wild = curl(door, "a.wild.example.com", "/status");
    assertThat(wild.output()).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example.com", "a.b.wild.example.com", "localhost"})
  void curlRefusesAnotherName(String host) {
    CommandRun run = curl(door, host, "/status");
    assertThat(run.status()).isEqualTo(60);
    assertThat(run.output()).contains("no alternative certificate subject name matches");
    // Whose check is switched off is served: which name was asked for is the client's matter.
    assertThat(curl(door, host, "/status", "-k").output()).startsWith("HTTP/1.1 200");
  }

  @Test
  void theWholeChainIsSent() {
    CommandRun run = client(door, "-servername", HOST, "-showcerts", "-verify_return_error");
    assertThat(run.output()).contains("Verify return code: 0 (ok)").contains("Verification: OK");
    assertThat(Pattern.compile("-----BEGIN CERTIFICATE-----").matcher(run.output()).results())
        .hasSize(2);
    assertThat(run.output()).contains("CN = ec").contains("CN = Test Intermediate");
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2,TLSv1.2,true", "-tls1_3,TLSv1.3,true", "-tls1_1,x,false", "-tls1,x,false"})
  void onlyTheNewVersionsAreSpoken(String option, String version, boolean spoken) {
    CommandRun run = client(door, option, "-cipher", "ALL:@SECLEVEL=0", "-verify_return_error");
    if (spoken) {
      assertThat(run.status()).as(run.output()).isZero();
      assertThat(run.output()).contains("New, " + version + ", Cipher is");
    } else {
      assertThat(run.status()).as(run.output()).isNotZero();
      assertThat(run.output()).contains("alert protocol version");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ECDHE-ECDSA-AES128-GCM-SHA256, true",
    "ECDHE-ECDSA-AES256-GCM-SHA384, true",
    "ECDHE-ECDSA-CHACHA20-POLY1305, true",
    "ECDHE-ECDSA-AES128-SHA256, false",
    "ECDHE-ECDSA-AES256-SHA, false",
    "aNULL:eNULL, false",
    "PSK, false",
  })
  void onlySoundCipherSuitesAreTaken(String suite, boolean taken) {
    CommandRun run = client(door, "-tls1_2", "-cipher", suite + ":@SECLEVEL=0");
    assertThat(run.status() == 0).as(run.output()).isEqualTo(taken);
  }

  @Test
  void keysOfAllKindsServeBothVersions() throws Exception {
    for (String algorithm : List.of("RSA", "EC-384", "EC-521", "RSA-PSS")) {
      TlsFiles files = certificates.issue("kind-" + algorithm, algorithm, NAMES);
      try (TestDoor other = new TestDoor(settings(TlsIdentity.read(files)))) {
        for (String version : List.of("-tls1_2", "-tls1_3")) {
          CommandRun run = client(other, version, "-verify_return_error");
          assertThat(run.status()).as(algorithm + run.output()).isZero();
        }
      }
    }
  }

  @Test
  void staticRsaKeyExchangeIsNotTaken() throws Exception {
    TlsFiles files = certificates.issue("static", "RSA", NAMES);
    try (TestDoor other = new TestDoor(settings(TlsIdentity.read(files)))) {
      assertThat(client(other, "-tls1_2", "-cipher", "AES128-GCM-SHA256").status()).isNotZero();
      assertThat(client(other, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256").status())
          .isZero();
    }
  }

  @Test
  void anExpiredCertificateIsServedAndRefusedByClients() throws Exception {
    TlsFiles old = certificates.issueFor("20200101000000Z", "20200201000000Z", "old", "EC", NAMES);
    try (TestDoor other = new TestDoor(settings(TlsIdentity.read(old)))) {
      CommandRun run = curl(other, HOST, "/status");
      assertThat(run.status()).isEqualTo(60);
      assertThat(run.output()).contains("certificate has expired");
      assertThat(curl(other, HOST, "/status", "-k").output()).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /status HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Launcher alice\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "POST /jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Launcher alice\r\nContent-Length: 2\r\n\r\n{}",
      })
  void plainHttpIsToldToSpeakHttps(String request) {
    String answer = door.raw(request);
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("Connection: close", "application/json")
        .contains("\"code\":\"InvalidRequest\"", "this port speaks HTTPS");
    assertThat(door.jobs.submitters).noneMatch(caller -> caller.user().equals("alice"));
  }

  @Test
  void curlWithoutTlsSeesWhatIsWrong() {
    CommandRun run =
        CommandRun.of(
            List.of("curl", "-sS", "--noproxy", "*", "http://127.0.0.1:" + door.port() + "/jobs"));
    assertThat(run.output()).contains("this port speaks HTTPS: begin the address with https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "SSH-2.0-x\r\n",
        "\u0016\u0003\u0001\u0000\u0005hello",
        "\u0000\u0001"
      })
  void whatIsNeitherIsTurnedAway(String bytes) {
    assertThat(door.raw(bytes)).doesNotContain("HTTP/1.1 2");
    assertThat(curl(door, HOST, "/status").output()).startsWith("HTTP/1.1 200");
  }

  @Test
  void jobsAndStreamsGoThroughTls() {
    String body = "{\"job\":{\"name\":\"n\",\"cluster\":\"Local\",\"command\":\"true\"}}";
    CommandRun submitted =
        curl(
            door,
            HOST,
            "/jobs",
            "-H",
            "Authorization: Launcher bob",
            "-H",
            "Content-Type: application/json",
            "-d",
            body);
    assertThat(submitted.output()).startsWith("HTTP/1.1 201").contains("Location: /jobs/");
    Job job = door.jobs.add(TestDoor.specification("one", "alice"));
    byte[] much = new byte[3_000_000];
    door.jobs.write(job.id(), much);
    Path file = folder.resolve("output");
    CommandRun output =
        curl(
            door,
            HOST,
            "/jobs/" + job.id() + "/output",
            "-H",
            "Authorization: Launcher alice",
            "-o",
            file.toString());
    assertThat(output.status()).as(output.output()).isZero();
    assertThat(file.toFile().length()).isGreaterThan(much.length);
  }

  @Test
  void aStreamThatItsClientLeavesIsClosed() throws Exception {
    Job job = door.jobs.add(TestDoor.specification("two", "alice"));
    door.jobs.write(job.id(), "hello\n".getBytes(StandardCharsets.US_ASCII));
    Process client =
        new ProcessBuilder(
                "curl",
                "-sS",
                "-N",
                "-k",
                "--noproxy",
                "*",
                "-H",
                "Authorization: Launcher alice",
                "https://127.0.0.1:" + door.port() + "/jobs/" + job.id() + "/output?follow=true")
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(client.inputReader().readLine()).isEqualTo("hello");
      assertThat(door.jobs.held.get()).isEqualTo(1);
    } finally {
      client.destroyForcibly();
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> door.jobs.held.get() == 0);
  }

  @Test
  void aRenewedCertificateServesNewConnectionsAndTheOldGoOn() throws Exception {
    TlsFiles first = certificates.issue("first", "EC", NAMES);
    TlsFiles second = certificates.issue("second", "RSA", NAMES);
    try (TestDoor other = new TestDoor(settings(TlsIdentity.read(first)))) {
      Job job = other.jobs.add(TestDoor.specification("stream", "alice"));
      Process stream =
          new ProcessBuilder(
                  "curl",
                  "-sS",
                  "-N",
                  "-k",
                  "--noproxy",
                  "*",
                  "-H",
                  "Authorization: Launcher alice",
                  "https://127.0.0.1:" + other.port() + "/jobs/" + job.id() + "/output?follow=true")
              .start();
      try (var reader = stream.inputReader()) {
        other.jobs.write(job.id(), "before\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(reader.readLine()).isEqualTo("before");
        assertThat(client(other).output()).contains("CN = first").doesNotContain("CN = second");
        other.door.renew(TlsIdentity.read(second));
        assertThat(client(other).output()).contains("CN = second").doesNotContain("CN = first");
        other.jobs.write(job.id(), "after\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(reader.readLine()).isEqualTo("after");
      } finally {
        stream.destroyForcibly();
      }
    }
  }
}
