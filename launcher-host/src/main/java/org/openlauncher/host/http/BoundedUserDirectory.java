package org.openlauncher.host.http;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;

/**
 * Asks the user directory, which may block for as long as the machine's name service hangs, with a
 * bounded number of threads. The others are turned away after a moment, so that there are always
 * threads left for calls that ask no directory.
 */
final class BoundedUserDirectory {
  /** Together at most two thirds of the threads that serve requests. */
  static final int MOST_ASKING = 48;

  static final int MOST_WAITING = 32;

  private static final long PATIENCE_SECONDS = 2;

  private final UserDirectory directory;
  private final Semaphore permits = new Semaphore(MOST_ASKING);

  BoundedUserDirectory(UserDirectory directory) {
    this.directory = directory;
  }

  Optional<UserAccount> find(String name) {
    if (!permits.tryAcquire() && (permits.getQueueLength() >= MOST_WAITING || !acquiredInTime())) {
      throw new LauncherException(
          ErrorCode.TOO_MANY_REQUESTS,
          "the machine's user database is slow, and too many requests wait for it already");
    }
    try {
      return directory.find(name);
    } finally {
      permits.release();
    }
  }

  /** The account, where nobody has to be asked. Never blocks. */
  Optional<UserAccount> remembered(String name) {
    return directory.remembered(name);
  }

  UserAccount self() {
    return directory.self();
  }

  private boolean acquiredInTime() {
    try {
      return permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
