package org.openlauncher.auth;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The date of a credential, in the only form that is taken: {@code Sun, 06 Nov 1994 08:49:37 GMT}.
 * Read and written by place, since every request brings one.
 */
final class HttpDate {
  private static final String FORM = "EEE, dd MMM yyyy HH:mm:ss GMT";
  private static final List<String> DAYS =
      Arrays.stream(DayOfWeek.values())
          .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
          .toList();
  private static final List<String> MONTHS =
      Arrays.stream(Month.values())
          .map(month -> month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
          .toList();
  private static final int WORD = 3;
  private static final int DAY = 5;
  private static final int MONTH = 8;
  private static final int YEAR = 12;
  private static final int HOUR = 17;
  private static final int MINUTE = 20;
  private static final int SECOND = 23;

  private HttpDate() {}

  /** The date to the second, in GMT; for the years 0 to 9999. */
  static String write(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(FORM);
    text.replace(0, WORD, DAYS.get(time.getDayOfWeek().getValue() - 1));
    text.replace(MONTH, MONTH + WORD, MONTHS.get(time.getMonthValue() - 1));
    digits(text, DAY, 2, time.getDayOfMonth());
    digits(text, YEAR, 4, time.getYear());
    digits(text, HOUR, 2, time.getHour());
    digits(text, MINUTE, 2, time.getMinute());
    digits(text, SECOND, 2, time.getSecond());
    return text.toString();
  }

  private static void digits(StringBuilder text, int place, int count, int number) {
    int rest = number;
    for (int position = place + count - 1; position >= place; position--) {
      text.setCharAt(position, (char) ('0' + rest % 10));
      rest /= 10;
    }
  }

  /** The instant of a date in that form, letter by letter; empty for every other text. */
  static Optional<Instant> read(String text) {
    if (text.length() != FORM.length()) {
      return Optional.empty();
    }
    int month = MONTHS.indexOf(text.substring(MONTH, MONTH + WORD)) + 1;
    try {
      Instant instant =
          LocalDateTime.of(
                  number(text, YEAR, 4),
                  month,
                  number(text, DAY, 2),
                  number(text, HOUR, 2),
                  number(text, MINUTE, 2),
                  number(text, SECOND, 2))
              .toInstant(ZoneOffset.UTC);
      // So the name of the day and all that stands between the numbers is right, too.
      return text.equals(write(instant)) ? Optional.of(instant) : Optional.empty();
    } catch (DateTimeException noSuchTime) {
      return Optional.empty();
    }
  }

  /** A number that no part of a date can be, where there is something else than digits. */
  private static int number(String text, int place, int count) {
    int number = 0;
    for (int position = place; position < place + count; position++) {
      char digit = text.charAt(position);
      if (digit < '0' || digit > '9') {
        return Integer.MAX_VALUE;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }
}
