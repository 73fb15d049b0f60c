package org.openlauncher.host.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DebugLoggingTest {
  private static final Logger OWN = LoggerFactory.getLogger("org.openlauncher.host.Something");
  private static final Logger FOREIGN = LoggerFactory.getLogger("org.eclipse.jetty.Something");

  @Test
  void detailsAreToldOfOwnPartsAlone() {
    try (LogRecorder own = new LogRecorder("org.openlauncher");
        LogRecorder foreign = new LogRecorder("org.eclipse")) {
      DebugLogging.enable(true);
      OWN.debug("a detail");
      FOREIGN.debug("Authorization: a secret");
      DebugLogging.enable(false);
      OWN.debug("another detail");
      OWN.info("news");

      assertThat(own.messages()).containsExactly("DEBUG a detail", "INFO news");
      assertThat(foreign.messages()).isEmpty();
    }
  }
}
