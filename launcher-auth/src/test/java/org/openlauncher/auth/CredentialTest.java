package org.openlauncher.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.auth.Verification.Expired;
import org.openlauncher.auth.Verification.Invalid;
import org.openlauncher.auth.Verification.Valid;

class CredentialTest {
  private static final String SECRET = "6f1c8a2e-2f60-4b53-9d0e-5f9a2f4d9b11";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant EXPIRY = NOW.plus(Duration.ofMinutes(10));
  private static final String DATE = "Tue, 24 Nov 2026 12:10:00 GMT";
  private static final Invalid MALFORMED =
      new Invalid("the credential is not of the form user|expiry|signature");
  private static final Invalid FORGED =
      new Invalid("the credential's signature does not fit this launcher's key");

  private SecureCookieKey key;
  private CredentialSigner signer;
  private CredentialVerifier verifier;

  @BeforeEach
  void makeKey() throws KeyFileException {
    key = key(SECRET);
    signer = new CredentialSigner(key, Clock.fixed(NOW, ZoneOffset.UTC));
    verifier = new CredentialVerifier(key);
  }

  private static SecureCookieKey key(String secret) throws KeyFileException {
    byte[] content = (secret + "\n").getBytes(StandardCharsets.US_ASCII);
    return SecureCookieKey.read(new ByteArrayInputStream(content), "descriptor 3");
  }

  /** A credential with a correct signature over whatever the fields are. */
  private String signed(String user, String date) {
    byte[] signature = key.sign((user + date).getBytes(StandardCharsets.UTF_8));
    return joined(user, date, Base64.getEncoder().encodeToString(signature));
  }

  private static String joined(String user, String date, String signature) {
    return encoded(user) + "|" + encoded(date) + "|" + encoded(signature);
  }

  private static String encoded(String field) {
    return URLEncoder.encode(field, StandardCharsets.UTF_8);
  }

  @Test
  void whatIsIssuedIsValid() {
    String credential = signer.issue("alice", Duration.ofMinutes(10));

    assertThat(credential).startsWith("alice|Tue%2C%2024%20Nov%202026%2012%3A10%3A00%20GMT|");
    assertThat(verifier.verify(credential, NOW)).isEqualTo(new Valid("alice", EXPIRY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a|b",
        "a b",
        "a+b",
        "50%",
        "DOMAIN\\ann",
        "a@b.org",
        "z\u00fcrich",
        "\u65e5\uD83D\uDE80"
      })
  void namesOfAllKindsComeThrough(String user) {
    String credential = signer.issue(user, Duration.ofHours(24));

    assertThat(credential).matches("[\\x21-\\x7e]+").doesNotContain("+");
    assertThat(verifier.verify(credential, NOW))
        .isEqualTo(new Valid(user, NOW.plus(Duration.ofDays(1))));
  }

  @Test
  void knownVectorFromOpenssl() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl computes the vector");
    Process openssl =
        new ProcessBuilder("/usr/bin/openssl", "dgst", "-sha256", "-hmac", SECRET, "-binary")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var input = openssl.getOutputStream()) {
      input.write(("alice" + DATE).getBytes(StandardCharsets.UTF_8));
    }
    byte[] signature = openssl.getInputStream().readAllBytes();
    assertThat(openssl.waitFor()).isZero();

    String credential = joined("alice", DATE, Base64.getEncoder().encodeToString(signature));

    assertThat(verifier.verify(credential, NOW)).isEqualTo(new Valid("alice", EXPIRY));
    assertThat(signer.issue("alice", Duration.ofMinutes(10)))
        .isEqualTo(credential.replace("+", "%20"));
  }

  @Test
  void unencodedSignatureIsTakenToo() {
    String credential = signer.issue("alice", Duration.ofMinutes(10));
    String plain = credential.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");

    assertThat(verifier.verify(plain, NOW)).isEqualTo(new Valid("alice", EXPIRY));
  }

  @Test
  void expiredToTheSecond() {
    String credential = signer.issue("alice", Duration.ofMinutes(10));

    assertThat(verifier.verify(credential, EXPIRY.minusNanos(1)))
        .isEqualTo(new Valid("alice", EXPIRY));
    assertThat(verifier.verify(credential, EXPIRY)).isEqualTo(new Expired(EXPIRY));
    assertThat(verifier.verify(credential, EXPIRY.plus(Duration.ofDays(400))))
        .isEqualTo(new Expired(EXPIRY));
  }

  @Test
  void tooFarAheadHasItsOwnMessage() {
    String credential = signer.issue("alice", Duration.ofDays(1));

    assertThat(verifier.verify(credential, NOW)).isInstanceOf(Valid.class);
    assertThat(verifier.verify(credential, NOW.minusNanos(1)))
        .isEqualTo(
            new Invalid("the credential expires more than 24 hours ahead; ask for a shorter one"));
  }

  @Test
  void everyAlteredCharacterIsNoticed() {
    String credential = signer.issue("alice", Duration.ofMinutes(10));

    for (int position = 0; position < credential.length(); position++) {
      for (char other : List.of('A', 'q', '0', '%', '|', ' ', '+')) {
        if (credential.charAt(position) != other) {
          String altered =
              credential.substring(0, position) + other + credential.substring(position + 1);
          assertThat(verifier.verify(altered, NOW)).as(altered).isInstanceOf(Invalid.class);
        }
      }
    }
  }

  @Test
  void everyFieldOfAnotherCredentialIsNoticed() throws KeyFileException {
    String[] alice = signer.issue("alice", Duration.ofMinutes(10)).split("\\|", -1);
    String[] bob = signer.issue("bob", Duration.ofMinutes(20)).split("\\|", -1);

    assertThat(verifier.verify(String.join("|", bob[0], alice[1], alice[2]), NOW))
        .isEqualTo(FORGED);
    assertThat(verifier.verify(String.join("|", alice[0], bob[1], alice[2]), NOW))
        .isEqualTo(FORGED);
    assertThat(verifier.verify(String.join("|", alice[0], alice[1], bob[2]), NOW))
        .isEqualTo(FORGED);
    assertThat(
            new CredentialVerifier(key("another key of some length"))
                .verify(String.join("|", alice), NOW))
        .isEqualTo(FORGED);
  }

  @Test
  void expiredForgeryTellsNothingOfItsDate() {
    String signature = Base64.getEncoder().encodeToString(new byte[32]);

    assertThat(verifier.verify(joined("alice", "Mon, 23 Nov 2026 12:00:00 GMT", signature), NOW))
        .isEqualTo(FORGED);
  }

  @Test
  void boundaryBetweenNameAndDateCannotMove() {
    String signature = signed("alice", DATE).split("\\|", -1)[2];

    assertThat(verifier.verify("alic|" + encoded("e" + DATE) + "|" + signature, NOW))
        .isEqualTo(MALFORMED);
    assertThat(
            verifier.verify(
                encoded("aliceT") + "|" + encoded(DATE.substring(1)) + "|" + signature, NOW))
        .isEqualTo(MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Wed, 24 Nov 2026 12:10:00 GMT",
        "tue, 24 nov 2026 12:10:00 gmt",
        "Tue, 24 Nov 2026 12:10:00 UTC",
        "Tue, 24 Nov 2026 12:10:00 +0000",
        "Tue, 24 Nov 2026 12:10:00",
        "Tue,  24 Nov 2026 12:10:00 GMT",
        " Tue, 24 Nov 2026 12:10:00 GMT",
        "Tue, 24 Nov 2026 12:10:00 GMT ",
        "Tue, 24 Nov 26 12:10:00 GMT",
        "Tuesday, 24-Nov-26 12:10:00 GMT",
        "Tue Nov 24 12:10:00 2026",
        "Tue, 4 Nov 2026 12:10:00 GMT",
        "Tue, 31 Nov 2026 12:10:00 GMT",
        "Tue, 24 Nov 2026 24:00:00 GMT",
        "Tue, 24 Nov 2026 12:09:60 GMT",
        "Die, 24 Nov 2026 12:10:00 GMT",
        "2026-11-24T12:10:00Z",
        "1795522200"
      })
  void datesOfAnotherFormAreRefusedEvenIfSigned(String date) {
    assertThat(verifier.verify(signed("alice", date), NOW)).isEqualTo(MALFORMED);
  }

  @Test
  void datesOfEveryMonthAreEnglishAndRead() {
    for (int day = 0; day < 800; day++) {
      Instant instant = NOW.plus(Duration.ofDays(day));
      String date = HttpDate.write(instant);
      assertThat(date)
          .isEqualTo(
              DateTimeFormatter.RFC_1123_DATE_TIME
                  .format(ZonedDateTime.ofInstant(instant, ZoneOffset.UTC))
                  .replaceFirst(", (\\d) ", ", 0$1 "));
      assertThat(HttpDate.read(date)).contains(instant);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "a\nb", "\u007f", "a\u0085"})
  void namesThatNobodyHasAreRefusedEvenIfSigned(String user) {
    assertThat(verifier.verify(signed(user, DATE), NOW)).isEqualTo(MALFORMED);
    assertThatThrownBy(() -> signer.issue(user, Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherFormsAreRefused() {
    String good = signer.issue("alice", Duration.ofMinutes(10));
    String[] fields = good.split("\\|", -1);

    for (String bad :
        List.of(
            "",
            "|",
            "||",
            "alice",
            fields[0] + "|" + fields[1],
            good + "|",
            good + "|x",
            "|" + good,
            good + "%",
            good + "%4",
            good + "%zz",
            good + "%+1",
            good + "\n",
            good + "\u00e9",
            "%ff|" + fields[1] + "|" + fields[2],
            "%c0%af|" + fields[1] + "|" + fields[2],
            fields[0] + "|" + fields[1] + "|" + fields[2].replace("%3D", ""),
            fields[0] + "|" + fields[1] + "|!!!!")) {
      assertThat(verifier.verify(bad, NOW)).as(bad).isEqualTo(MALFORMED);
    }
  }

  @Test
  void signatureOfAnotherLengthIsForged() {
    byte[] signature = key.sign(("alice" + DATE).getBytes(StandardCharsets.UTF_8));

    for (int length : List.of(0, 3, 15, 30, 33)) {
      String shortened = Base64.getEncoder().encodeToString(Arrays.copyOf(signature, length));
      assertThat(verifier.verify(joined("alice", DATE, shortened), NOW)).isEqualTo(FORGED);
    }
  }

  @Test
  void lengthIsBounded() {
    assertThat(verifier.verify("a".repeat(CredentialVerifier.LONGEST_CREDENTIAL + 1), NOW))
        .isEqualTo(new Invalid("the credential is longer than 4096 characters"));
    assertThat(verifier.verify("|".repeat(CredentialVerifier.LONGEST_CREDENTIAL), NOW))
        .isEqualTo(MALFORMED);
  }

  @Test
  void validityHasBounds() {
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1).plusNanos(1))) {
      assertThatThrownBy(() -> signer.issue("alice", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the validity of a credential: expected more than nothing");
    }
  }
}
