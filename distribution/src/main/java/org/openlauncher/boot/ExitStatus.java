package org.openlauncher.boot;

/**
 * How a command of the launcher ends. From 70 on the numbers are those of {@code sysexits.h}; 3 is
 * what LSB and systemd expect of {@code status}.
 */
public enum ExitStatus {
  SUCCESS(0),
  FAILURE(1),
  NOT_RUNNING(3),
  USAGE(2),
  /** A bundle of the distribution does not resolve or start. */
  BROKEN_INSTALLATION(70),
  /** A folder or file cannot be made or written. */
  CANNOT_CREATE(73),
  /** Another launcher already uses the scratch folder. */
  ALREADY_RUNNING(75),
  NO_PERMISSION(77),
  CONFIGURATION(78),
  /** Between script and Java: the script is to run the printed command as the service account. */
  LOWER(100);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
