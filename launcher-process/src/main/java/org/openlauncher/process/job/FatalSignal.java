package org.openlauncher.process.job;

import java.util.Arrays;
import java.util.Optional;

/** The signals that end a program which does not care for them, by their numbers on Linux. */
public enum FatalSignal {
  SIGHUP(1),
  SIGINT(2),
  SIGQUIT(3),
  SIGILL(4),
  SIGABRT(6),
  SIGBUS(7),
  SIGFPE(8),
  SIGKILL(9),
  SIGUSR1(10),
  SIGSEGV(11),
  SIGUSR2(12),
  SIGPIPE(13),
  SIGALRM(14),
  SIGTERM(15),
  SIGXCPU(24),
  SIGXFSZ(25);

  private final int number;

  FatalSignal(int number) {
    this.number = number;
  }

  /** The signal with this number. */
  public static Optional<FatalSignal> of(int number) {
    return Arrays.stream(values()).filter(signal -> signal.number == number).findFirst();
  }

  /** Number and, where it has one here, name of a signal that ended a program. */
  public static String text(int number) {
    return of(number).map(FatalSignal::toString).orElseGet(() -> Integer.toString(number));
  }

  /** Number and name. */
  @Override
  public String toString() {
    return number + " (" + name() + ")";
  }
}
