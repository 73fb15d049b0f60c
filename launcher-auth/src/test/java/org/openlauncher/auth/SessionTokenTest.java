package org.openlauncher.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.auth.SessionToken.Verdict;

/** Tokens made with keys that openssl made, verified by this code and by openssl. */
final class SessionTokenTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.5Z");
  private static final String SESSION = "01JD3K2V3W4X5Y6Z7A8B9C0D1E";

  @TempDir private static Path folder;
  private static SessionKey key;

  @BeforeAll
  static void makeKeys() throws Exception {
    Path file = folder.resolve(SessionKey.FILE);
    run(
        "openssl",
        "genpkey",
        "-algorithm",
        "RSA",
        "-out",
        file.toString(),
        "-pkeyopt",
        "rsa_keygen_bits:2048");
    run(
        "openssl",
        "rsa",
        "-in",
        file.toString(),
        "-pubout",
        "-out",
        folder.resolve(SessionKey.PUBLIC_FILE).toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    key = SessionKey.read(file);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    return output;
  }

  private static String token(String user, String session, Instant now) {
    return SessionToken.of(user, session, now, Duration.ofMinutes(10)).sign(key);
  }

  private static Verdict verify(String token) {
    return SessionToken.verify(token, key.publicKey(), "alice", SESSION, NOW);
  }

  private static void refused(String token, String reason) {
    assertThat(verify(token))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refusal -> assertThat(refusal.reason()).contains(reason));
  }

  @Test
  void isGoodForItsUserAndSession() {
    assertThat(verify(token("alice", SESSION, NOW)))
        .isEqualTo(
            new Verdict.Valid(
                new SessionToken(
                    "alice",
                    SESSION,
                    Instant.parse("2026-11-30T10:00:00Z"),
                    Instant.parse("2026-11-30T10:10:00Z"))));
  }

  @Test
  void isNoGoodForAnybodyElse() {
    refused(token("bob", SESSION, NOW), "another user's");
    refused(token("alice ", SESSION, NOW), "another user's");
    refused(token("alice", "01JD3K2V3W4X5Y6Z7A8B9C0D1F", NOW), "another session");
  }

  @Test
  void ends() {
    refused(token("alice", SESSION, NOW.minus(Duration.ofMinutes(11))), "it has expired");
    refused(token("alice", SESSION, NOW.plus(Duration.ofMinutes(5))), "begins later");
  }

  @Test
  void aChangeOfAnyCharacterIsSeen() {
    String good = token("alice", SESSION, NOW);
    for (int index = 0; index < good.length(); index++) {
      char other = good.charAt(index) == 'A' ? 'B' : 'A';
      String changed = good.substring(0, index) + other + good.substring(index + 1);
      assertThat(verify(changed)).as("character %s", index).isInstanceOf(Verdict.Refused.class);
    }
    refused(good + "A", "signature");
    refused("", "no token");
    refused(good.substring(0, good.lastIndexOf('.') + 1), "no token");
  }

  @Test
  void nobodyChoosesTheAlgorithm() {
    String good = token("alice", SESSION, NOW);
    String claims = good.split("\\.", -1)[1];
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    refused(none + "." + claims + ".AAAA", "RS256");
  }

  @Test
  void namesAreWrittenSoThatTheyCantSayMore() {
    String user = "a\",\"sub\":\"alice\\";
    String token = token(user, SESSION, NOW);
    refused(token, "another user's");
    assertThat(SessionToken.verify(token, key.publicKey(), user, SESSION, NOW))
        .isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void anotherKeysTokenIsRefused() throws Exception {
    Path file = folder.resolve("other.pem");
    run(
        "openssl",
        "genpkey",
        "-algorithm",
        "RSA",
        "-out",
        file.toString(),
        "-pkeyopt",
        "rsa_keygen_bits:2048");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    SessionKey other = SessionKey.read(file);
    String token = SessionToken.of("alice", SESSION, NOW, Duration.ofMinutes(10)).sign(other);
    refused(token, "signature");
    assertThat(other.publicKey().sameAs(key.publicKey())).isFalse();
  }

  /** As the documentation tells it. */
  @Test
  void opensslVerifiesItWithThePublicKeyAlone() throws Exception {
    String[] parts = token("alice", SESSION, NOW).split("\\.", -1);
    Path signed = folder.resolve("signed");
    Files.writeString(signed, parts[0] + "." + parts[1]);
    Path signature = folder.resolve("signature");
    Files.write(signature, Base64.getUrlDecoder().decode(parts[2]));
    assertThat(
            run(
                "openssl",
                "dgst",
                "-sha256",
                "-verify",
                folder.resolve(SessionKey.PUBLIC_FILE).toString(),
                "-signature",
                signature.toString(),
                signed.toString()))
        .contains("Verified OK");
  }

  @Test
  void thePublicFileHoldsTheSameKey() throws Exception {
    Path file = folder.resolve(SessionKey.PUBLIC_FILE);
    SessionPublicKey read = SessionPublicKey.read(file);
    assertThat(read.sameAs(key.publicKey())).isTrue();
    assertThat(read.pem()).isEqualTo(Files.readString(file));
  }

  @Test
  void everyFaultOfTheFileNamesItsRemedy() throws Exception {
    Path file = folder.resolve("faulty.pem");
    assertThatThrownBy(() -> SessionKey.read(file))
        .hasMessageContaining(
            "expected a file, found none; make it as root: sudo sh -c 'umask 077;"
                + " openssl genpkey -algorithm RSA");
    Files.copy(folder.resolve(SessionKey.FILE), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SessionKey.read(file))
        .hasMessageContaining("mode 0640 (rw-r-----); run: sudo chmod 0600 " + file);
    run(
        "openssl",
        "genpkey",
        "-algorithm",
        "RSA",
        "-out",
        file.toString(),
        "-pkeyopt",
        "rsa_keygen_bits:1024");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> SessionKey.read(file)).hasMessageContaining("one of 1024 bits");
    run("openssl", "genpkey", "-algorithm", "ED25519", "-out", file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> SessionKey.read(file)).hasMessageContaining("another kind of key");
    run(
        "openssl",
        "rsa",
        "-traditional",
        "-in",
        folder.resolve(SessionKey.FILE).toString(),
        "-out",
        file.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> SessionKey.read(file))
        .hasMessageContaining(
            "\"BEGIN RSA PRIVATE KEY\"; run: sudo sh -c 'umask 077; openssl pkcs8");
    Files.writeString(file, "no key");
    assertThatThrownBy(() -> SessionKey.read(file)).hasMessageContaining("found no key in PEM");
  }
}
