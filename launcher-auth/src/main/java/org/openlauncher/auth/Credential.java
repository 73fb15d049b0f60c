package org.openlauncher.auth;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** What issuing and verifying have in common: the date's form, and what is signed. */
final class Credential {
  static final char SEPARATOR = '|';

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);
  private static final int MOST_NAME_BYTES = 256;

  private Credential() {}

  /** The date in the only form that is taken: to the second, in GMT. */
  static String date(Instant instant) {
    return HTTP_DATE.format(instant);
  }

  /** The instant of a date in that form, letter by letter. */
  static Optional<Instant> instant(String date) {
    try {
      Instant instant = HTTP_DATE.parse(date, Instant::from);
      return date.equals(date(instant)) ? Optional.of(instant) : Optional.empty();
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }

  /** Whether a credential can be for a user of this name. */
  static boolean isUserName(String user) {
    return !user.isEmpty()
        && user.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES
        && StandardCharsets.UTF_8.newEncoder().canEncode(user)
        && user.chars().noneMatch(Character::isISOControl);
  }

  static byte[] signed(String user, String date) {
    return (user + date).getBytes(StandardCharsets.UTF_8);
  }
}
