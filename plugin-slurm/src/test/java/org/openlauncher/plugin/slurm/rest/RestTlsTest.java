package org.openlauncher.plugin.slurm.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A proxy that speaks TLS before slurmrestd: the proxy is one of the JDK's, and so is its TLS. */
@Isolated("whom the JVM trusts is changed for all of it")
final class RestTlsTest {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final byte[] ANSWER =
      "{\"partitions\": [{\"name\": \"main\"}], \"errors\": []}".getBytes(StandardCharsets.UTF_8);
  private static final int OK = 200;

  private final SSLContext trustBefore = SSLContext.getDefault();
  private final HttpsServer server =
      HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  @TempDir private Path folder;

  RestTlsTest() throws GeneralSecurityException, IOException {
    // What was trusted before is kept for afterwards.
  }

  @AfterEach
  void endTheServer() {
    SSLContext.setDefault(trustBefore);
    server.stop(0);
  }

  private KeyStore keys(String name) throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "proxy",
                "-keyalg",
                "EC",
                "-dname",
                "CN=proxy",
                "-ext",
                "SAN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(file)) {
      store.load(content, PASSWORD);
    }
    return store;
  }

  /** Starts a proxy that has a certificate for a name, and says where it is. */
  private String start(String name, boolean trusted) throws Exception {
    KeyStore store = keys(name);
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    if (trusted) {
      SSLContext.setDefault(context);
    }
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/behind/slurm/v0.0.38/partitions",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(OK, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
          }
        });
    server.start();
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/behind";
  }

  private static Object ask(String url) {
    try (RestClient client =
        new RestClient(
            "test",
            RestAddress.parse(url).orElseThrow(),
            Optional.empty(),
            "v0.0.38",
            Duration.ofSeconds(30),
            kind -> {})) {
      return client.list(
          "slurm",
          RestPath.scheduler("partitions"),
          "partitions",
          entry -> Optional.of(entry.path("name").asString()));
    }
  }

  private static void assertNotTalkedTo(String url) {
    assertThatThrownBy(() -> ask(url))
        .isInstanceOfSatisfying(
            RestException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(RestException.Kind.NOT_SENT);
              assertThat(failure.getMessage())
                  .contains(url, "certificate", "JDK trusts", "rest-url");
            });
  }

  @Test
  void whoIsTrustedIsAsked() throws Exception {
    assertThat(ask(start("ip:127.0.0.1", true))).isEqualTo(List.of("main"));
  }

  @Test
  void whoIsNotTrustedIsToldNothing() throws Exception {
    assertNotTalkedTo(start("ip:127.0.0.1", false));
  }

  @Test
  void whoHasTheCertificateOfAnotherIsToldNothing() throws Exception {
    assertNotTalkedTo(start("dns:another.example.org", true));
  }
}
