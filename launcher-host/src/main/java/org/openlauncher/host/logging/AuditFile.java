package org.openlauncher.host.logging;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log for audits: a file of its own, which the configuration of the logs knows by name. */
public final class AuditFile implements Consumer<String> {
  /** The logger that it is for that configuration. */
  public static final String LOGGER = "openlauncher.audit";

  private static final Logger AUDIT = LoggerFactory.getLogger(LOGGER);

  @Override
  public void accept(String line) {
    AUDIT.info("{}", line);
  }
}
