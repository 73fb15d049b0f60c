package org.openlauncher.boot;

import java.time.Duration;

/**
 * Stops the framework when the process is told to end. The status is then 0, which every service
 * supervisor takes for a clean end without further settings, or 1 when bundles did not stop in
 * time.
 */
final class OrderlyShutdown {
  private final Thread hook;

  private OrderlyShutdown(Thread hook) {
    this.hook = hook;
  }

  static OrderlyShutdown install(LauncherFramework framework, Duration limit, PidFile claimed) {
    Thread hook =
        new Thread(
            () -> {
              boolean stopped = framework.stop(limit);
              try {
                claimed.close();
              } catch (StartupException problem) {
                System.err.println("rstudio-launcher: " + problem.getMessage());
              }
              if (!stopped) {
                System.err.println(
                    "rstudio-launcher: bundles did not stop within "
                        + limit.toSeconds()
                        + " s; ending all the same");
              }
              // The virtual machine would end with 128 + the signal otherwise.
              Runtime.getRuntime()
                  .halt((stopped ? ExitStatus.SUCCESS : ExitStatus.FAILURE).number());
            },
            "orderly-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return new OrderlyShutdown(hook);
  }

  /** False when the shutdown is already going on and will end the process itself. */
  boolean cancel() {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return false;
    }
  }
}
