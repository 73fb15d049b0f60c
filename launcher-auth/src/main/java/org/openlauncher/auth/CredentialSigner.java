package org.openlauncher.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes credentials: who holds the key can say who somebody is. Safe from any thread. */
public final class CredentialSigner {
  private final SecureCookieKey key;
  private final Clock clock;

  /** Signs with a key. */
  public CredentialSigner(SecureCookieKey key) {
    this(key, Clock.systemUTC());
  }

  CredentialSigner(SecureCookieKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * Makes a credential, for cookie {@code user-id} or header {@code Authorization: Launcher}.
   *
   * @param user whose it is, as {@link #isUserName} takes it
   * @param validity how long it is good, from now: more than nothing, at most {@link
   *     CredentialVerifier#LONGEST_VALIDITY}
   */
  public String issue(String user, Duration validity) {
    if (!Credential.isUserName(user)) {
      throw new IllegalArgumentException("not a user's name");
    }
    if (validity.isNegative()
        || validity.isZero()
        || validity.compareTo(CredentialVerifier.LONGEST_VALIDITY) > 0) {
      throw new IllegalArgumentException(
          "the validity of a credential: expected more than nothing and at most "
              + CredentialVerifier.LONGEST_VALIDITY
              + ", found "
              + validity);
    }
    String date = HttpDate.write(clock.instant().plus(validity));
    String signature = Base64.getEncoder().encodeToString(key.sign(Credential.signed(user, date)));
    return Stream.of(user, date, signature)
        .map(CredentialSigner::encoded)
        .collect(Collectors.joining(String.valueOf(Credential.SEPARATOR)));
  }

  /** Whether a credential can be for a user of this name; there need be no such user. */
  public static boolean isUserName(String user) {
    return Credential.isUserName(user);
  }

  /**
   * In a cookie and in a header a plus sign may stand for itself, so that a blank is spelled out.
   */
  private static String encoded(String field) {
    return URLEncoder.encode(field, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
