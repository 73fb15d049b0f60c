package org.openlauncher.host.tls;

/**
 * Certificate and key can't be used. The message names the file, what was expected, what was found,
 * and the command that mends it.
 */
public final class UnusableTlsFilesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean permission;

  private UnusableTlsFilesException(String message, boolean permission) {
    super(message);
    this.permission = permission;
  }

  static UnusableTlsFilesException ofContent(String message) {
    return new UnusableTlsFilesException(message, false);
  }

  static UnusableTlsFilesException ofPermissions(String message) {
    return new UnusableTlsFilesException(message, true);
  }

  /** Whether it is a file's owner or mode that is wrong, and not what it holds. */
  public boolean isPermission() {
    return permission;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
