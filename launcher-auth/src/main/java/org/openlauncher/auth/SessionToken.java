package org.openlauncher.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says that a user may use a session, until a time. Written as a JSON Web Token that is signed with
 * RSA and SHA-256 (RS256), so that any library for those can verify it with {@code launcher.pub}
 * alone: claims {@code sub} (the user), {@code sid} (the session), {@code iat} and {@code exp}.
 *
 * @param user the login name
 * @param session the session's id
 * @param issued when it was made, in whole seconds
 * @param expires when it ends, in whole seconds
 */
public record SessionToken(String user, String session, Instant issued, Instant expires) {
  /** How long a token is valid unless somebody asks for less. */
  public static final Duration VALIDITY = Duration.ofHours(24);

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final String ISSUER = "openlauncher";

  /** No other algorithm is ever asked for by a token: what is signed is fixed here. */
  private static final String HEADER = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]{1,200})\\.([A-Za-z0-9_-]{1,4000})\\.([A-Za-z0-9_-]{1,4000})");
  private static final Pattern CLAIMS =
      Pattern.compile(
          "\\{\"iss\":\"openlauncher\",\"sub\":\"((?:[^\"\\\\]|\\\\.)*)\","
              + "\"sid\":\"([^\"\\\\]*)\",\"iat\":([0-9]{1,12}),\"exp\":([0-9]{1,12})}");

  /** A clock may be ahead by as much. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /** A token that begins now. */
  public static SessionToken of(String user, String session, Instant now, Duration validity) {
    Instant issued = Instant.ofEpochSecond(now.getEpochSecond());
    return new SessionToken(user, session, issued, issued.plus(validity));
  }

  /** The token as text. */
  public String sign(SessionKey key) {
    String claims =
        "{\"iss\":\""
            + ISSUER
            + "\",\"sub\":\""
            + escaped(user)
            + "\",\"sid\":\""
            + escaped(session)
            + "\",\"iat\":"
            + issued.getEpochSecond()
            + ",\"exp\":"
            + expires.getEpochSecond()
            + "}";
    String signed = HEADER + "." + encode(claims);
    return signed
        + "."
        + ENCODER.encodeToString(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  /** What came of looking at a token. */
  public sealed interface Verdict {
    /**
     * It is good.
     *
     * @param token what it says
     */
    record Valid(SessionToken token) implements Verdict {}

    /**
     * It is not.
     *
     * @param reason why, for people
     */
    record Refused(String reason) implements Verdict {}
  }

  /**
   * Whether a token lets a user use a session.
   *
   * @param text the token as it came
   * @param user who wants to use the session
   * @param session the session
   */
  public static Verdict verify(
      String text, SessionPublicKey key, String user, String session, Instant now) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return new Verdict.Refused("it is no token: expected three parts joined by dots");
    }
    if (!parts.group(1).equals(HEADER)) {
      return new Verdict.Refused("it is not signed with RS256");
    }
    String signed = parts.group(1) + "." + parts.group(2);
    Optional<byte[]> signature = decode(parts.group(3));
    boolean genuine =
        signature
            .map(bytes -> key.verifies(signed.getBytes(StandardCharsets.US_ASCII), bytes))
            .orElse(false);
    if (!genuine) {
      return new Verdict.Refused("its signature is not that of this key");
    }
    Optional<SessionToken> read = decode(parts.group(2)).flatMap(SessionToken::read);
    if (read.isEmpty()) {
      return new Verdict.Refused("it is a token for something else than a session");
    }
    return judge(read.get(), user, session, now);
  }

  private static Verdict judge(SessionToken token, String user, String session, Instant now) {
    if (!token.user.equals(user)) {
      return new Verdict.Refused("it is another user's");
    }
    if (!token.session.equals(session)) {
      return new Verdict.Refused("it is for another session");
    }
    if (!now.isBefore(token.expires)) {
      return new Verdict.Refused("it has expired, at " + token.expires);
    }
    if (token.issued.isAfter(now.plus(SKEW))) {
      return new Verdict.Refused("it begins later, at " + token.issued);
    }
    return new Verdict.Valid(token);
  }

  private static Optional<SessionToken> read(byte[] claims) {
    Matcher matcher = CLAIMS.matcher(new String(claims, StandardCharsets.UTF_8));
    return matcher.matches()
        ? Optional.of(
            new SessionToken(
                plain(matcher.group(1)),
                matcher.group(2),
                Instant.ofEpochSecond(Long.parseLong(matcher.group(3))),
                Instant.ofEpochSecond(Long.parseLong(matcher.group(4)))))
        : Optional.empty();
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of two ways to write the same bytes only one is taken. */
  private static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = DECODER.decode(text);
      return ENCODER.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int index = 0; index < text.length(); index++) {
      char unit = text.charAt(index);
      if (unit == '"' || unit == '\\') {
        escaped.append('\\').append(unit);
      } else if (unit < ' ') {
        escaped.append("\\u%04x".formatted((int) unit));
      } else {
        escaped.append(unit);
      }
    }
    return escaped.toString();
  }

  private static String plain(String escaped) {
    return escaped.replaceAll("\\\\([\"\\\\])", "$1");
  }
}
