package org.openlauncher.plugin.nativeplugin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Waits for what a plugin answers. */
final class Answers {
  private Answers() {}

  /**
   * The answer.
   *
   * @throws LauncherException what the plugin refused with, {@code PluginRestarted} where it ended,
   *     or {@code Timeout}
   */
  static <T> T await(CompletableFuture<T> answer, Duration patience) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof LauncherException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed);
    } catch (TimeoutException late) {
      throw new LauncherException(
          ErrorCode.TIMEOUT,
          "The cluster's plugin has not answered within " + patience.toSeconds() + " seconds.",
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LauncherException(
          ErrorCode.TIMEOUT, "The cluster's plugin has not answered in time.", interrupted);
    }
  }
}
