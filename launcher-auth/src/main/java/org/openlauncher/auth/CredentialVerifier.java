package org.openlauncher.auth;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Checks credentials: {@code user|expiry|signature}, each field URL-encoded. Nothing about the user
 * or the expiry is told of a credential whose signature does not fit. Keeps nothing; safe from any
 * thread; does not block.
 */
public final class CredentialVerifier {
  /** How far ahead an expiry may lie. */
  public static final Duration LONGEST_VALIDITY = Duration.ofDays(1);

  /** How many characters are looked at; a longer credential is refused. */
  public static final int LONGEST_CREDENTIAL = 4096;

  private static final Verification MALFORMED =
      new Verification.Invalid("the credential is not of the form user|expiry|signature");

  private final List<SecureCookieKey> keys;

  /** Checks with a key. */
  public CredentialVerifier(SecureCookieKey key) {
    this(List.of(key));
  }

  /** Takes what was signed with any of these keys: the one in use, and those before it. */
  public CredentialVerifier(List<SecureCookieKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Checks a credential.
   *
   * @param credential as it came with the request
   * @param now when it came
   */
  public Verification verify(String credential, Instant now) {
    if (credential.length() > LONGEST_CREDENTIAL) {
      return new Verification.Invalid(
          "the credential is longer than " + LONGEST_CREDENTIAL + " characters");
    }
    Optional<List<String>> fields = UrlEncodedFields.decode(credential);
    if (fields.isEmpty()) {
      return MALFORMED;
    }
    String user = fields.get().get(0);
    String date = fields.get().get(1);
    Optional<Instant> expiry = HttpDate.read(date);
    Optional<byte[]> signature = signature(fields.get().get(2));
    if (!Credential.isUserName(user) || expiry.isEmpty() || signature.isEmpty()) {
      return MALFORMED;
    }
    byte[] signed = Credential.signed(user, date);
    if (keys.stream().noneMatch(key -> MessageDigest.isEqual(key.sign(signed), signature.get()))) {
      return new Verification.Invalid(
          "the credential's signature does not fit this launcher's key");
    }
    return verify(user, expiry.get(), now);
  }

  private static Verification verify(String user, Instant expiry, Instant now) {
    if (!now.isBefore(expiry)) {
      return new Verification.Expired(expiry);
    }
    if (expiry.isAfter(now.plus(LONGEST_VALIDITY))) {
      return new Verification.Invalid(
          "the credential expires more than "
              + LONGEST_VALIDITY.toHours()
              + " hours ahead; ask for a shorter one");
    }
    return new Verification.Valid(user, expiry);
  }

  private static Optional<byte[]> signature(String field) {
    try {
      byte[] bytes = Base64.getDecoder().decode(field);
      // One signature has one spelling only.
      return Base64.getEncoder().encodeToString(bytes).equals(field)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
