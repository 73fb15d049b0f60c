package org.openlauncher.boot;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what the boot has done when the process is told to end, at whatever moment that is. The
 * status is then 0, which every service supervisor takes for a clean end without further settings,
 * or 1 when bundles did not stop in time.
 */
final class OrderlyShutdown implements AutoCloseable {
  private final Duration limit;
  private final Thread hook = new Thread(this::end, "orderly-shutdown");
  private @Nullable PidFile claimed;
  private @Nullable LauncherFramework framework;
  private boolean ending;

  private OrderlyShutdown(Duration limit) {
    this.limit = limit;
  }

  /** From now on the process ends in order. */
  static OrderlyShutdown install(Duration limit) {
    OrderlyShutdown shutdown = new OrderlyShutdown(limit);
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  /** Claims the folder until the end; does not return when the process is ending already. */
  void claim(ScratchFolder scratch) throws StartupException {
    synchronized (this) {
      if (!ending) {
        claimed = PidFile.claim(scratch);
        return;
      }
    }
    awaitEnd();
  }

  /** To be called before the framework starts; does not return when the process is ending. */
  void stopAtEnd(LauncherFramework starting) {
    synchronized (this) {
      if (!ending) {
        framework = starting;
        return;
      }
    }
    awaitEnd();
  }

  /** The boot ends by itself; does not return when the process is ending already. */
  @Override
  public void close() throws StartupException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      awaitEnd();
    }
    releaseFolder();
  }

  private static void awaitEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  private synchronized void releaseFolder() throws StartupException {
    if (claimed != null) {
      claimed.close();
    }
  }

  private synchronized @Nullable LauncherFramework begin() {
    ending = true;
    return framework;
  }

  private void end() {
    @Nullable LauncherFramework running = begin();
    boolean inOrder = true;
    if (running != null && !running.stop(limit)) {
      inOrder = false;
      System.err.println(
          "rstudio-launcher: bundles did not stop within "
              + limit.toSeconds()
              + " s; ending all the same");
    }
    try {
      releaseFolder();
    } catch (StartupException problem) {
      inOrder = false;
      System.err.println("rstudio-launcher: " + problem.getMessage());
    }
    // The virtual machine would end with 128 + the signal otherwise.
    Runtime.getRuntime().halt((inOrder ? ExitStatus.SUCCESS : ExitStatus.FAILURE).number());
  }
}
