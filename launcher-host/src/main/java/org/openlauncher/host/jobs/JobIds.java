package org.openlauncher.host.jobs;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.openlauncher.api.job.JobId;

/**
 * Makes job ids: 48 bits of milliseconds, then 80 bits that are random at first and count up within
 * one millisecond, so that ids sort in the order in which they were made. A clock that is set back
 * does not disturb the order.
 */
final class JobIds {
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;
  private static final int TIME_LENGTH = 10;
  private static final int RANDOM_BITS = 80;

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private BigInteger last = BigInteger.ZERO;

  JobIds(Clock clock) {
    this.clock = clock;
  }

  synchronized JobId next() {
    BigInteger time = BigInteger.valueOf(clock.millis()).shiftLeft(RANDOM_BITS);
    BigInteger fresh = time.or(new BigInteger(RANDOM_BITS, random));
    boolean sameMillisecondOrSetBack =
        last.shiftRight(RANDOM_BITS).compareTo(time.shiftRight(RANDOM_BITS)) >= 0;
    last = sameMillisecondOrSetBack ? last.add(BigInteger.ONE) : fresh;
    return new JobId(digits(last, LENGTH));
  }

  /** When the id was made, as far as ids know time: to the millisecond. */
  static Instant timeOf(JobId id) {
    long milliseconds = 0;
    for (int i = 0; i < TIME_LENGTH; i++) {
      milliseconds = milliseconds << 5 | DIGITS.indexOf(id.value().charAt(i));
    }
    return Instant.ofEpochMilli(milliseconds);
  }

  /** The least id that could have been made at this time or later. */
  static JobId floor(Instant time) {
    BigInteger bound =
        BigInteger.valueOf(Math.max(0, Math.min(time.toEpochMilli(), (1L << 48) - 1)))
            .shiftLeft(RANDOM_BITS);
    return new JobId(digits(bound, LENGTH));
  }

  private static String digits(BigInteger number, int length) {
    char[] text = new char[length];
    BigInteger rest = number;
    BigInteger base = BigInteger.valueOf(DIGITS.length());
    for (int i = length - 1; i >= 0; i--) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      text[i] = DIGITS.charAt(parts[1].intValue());
      rest = parts[0];
    }
    return new String(text);
  }
}
