package org.openlauncher.host;

/** Why the launcher can't start, for the administrator, and the exit status that goes with it. */
final class StartFailure extends Exception {
  /** A mistake in the configuration (EX_CONFIG). */
  static final int CONFIGURATION = 78;

  /** A file's owner or mode, or a missing permission (EX_NOPERM). */
  static final int PERMISSION = 77;

  /** Something that the launcher needs is not available (EX_UNAVAILABLE). */
  static final int UNAVAILABLE = 69;

  /** A launcher in front that does not speak as it should (EX_PROTOCOL). */
  static final int PROTOCOL = 76;

  private static final long serialVersionUID = 1L;

  private final int status;

  StartFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
