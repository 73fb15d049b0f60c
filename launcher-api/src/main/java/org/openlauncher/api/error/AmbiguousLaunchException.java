package org.openlauncher.api.error;

/**
 * A launch of which nobody can say whether it happened: the answer of the back-end was lost. The
 * launcher asks {@link org.openlauncher.api.plugin.Cluster#find} before it tries again, so that a
 * job is never started twice.
 */
public final class AmbiguousLaunchException extends LauncherException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is known of the failure
   * @param cause for the log
   */
  public AmbiguousLaunchException(String message, Throwable cause) {
    super(ErrorCode.TIMEOUT, message, cause);
  }

  /**
   * @param message what is known of the failure
   */
  public AmbiguousLaunchException(String message) {
    super(ErrorCode.TIMEOUT, message);
  }
}
