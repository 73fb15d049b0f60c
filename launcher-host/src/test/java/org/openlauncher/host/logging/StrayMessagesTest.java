package org.openlauncher.host.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class StrayMessagesTest {
  private static final Logger LIBRARY = Logger.getLogger("org.example.library");

  @Test
  void whatLibrariesSayReachesTheLog() {
    try (LogRecorder log = new LogRecorder("org.example");
        StrayMessages taken = StrayMessages.take()) {
      assertThat(taken).isNotNull();
      LIBRARY.log(Level.SEVERE, "a failure in {0}", "plugin.jar");
      LIBRARY.warning("a doubt");
      LIBRARY.fine("a detail");

      assertThat(log.messages()).containsExactly("ERROR a failure in plugin.jar", "WARN a doubt");
    }
  }

  @Test
  void whatEndsAThreadReachesTheLog() throws InterruptedException {
    try (LogRecorder log = new LogRecorder(StrayMessages.class.getName());
        StrayMessages taken = StrayMessages.take()) {
      assertThat(taken).isNotNull();
      Thread thread =
          new Thread(
              () -> {
                throw new IllegalStateException("on purpose");
              },
              "worker");
      thread.start();
      thread.join();

      assertThat(log.messages()).containsExactly("ERROR Thread worker ended by a failure");
    }
  }

  @Test
  void afterwardsAllIsAsBefore() {
    Handler[] before = LogManager.getLogManager().getLogger("").getHandlers();
    StrayMessages.take().close();

    assertThat(LogManager.getLogManager().getLogger("").getHandlers()).containsExactly(before);
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNull();
  }
}
