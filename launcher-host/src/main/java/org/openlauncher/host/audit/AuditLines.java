package org.openlauncher.host.audit;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.openlauncher.host.audit.AuditRecord.Result;
import org.openlauncher.host.json.JsonOutput;

/** Writes records as lines of JSON, which no text in them can break. */
public final class AuditLines implements AuditLog {
  /** So many refusals of each user are written in a minute. */
  public static final int MOST_REFUSALS = 120;

  private final FloodBound bound = new FloodBound(MOST_REFUSALS);
  private final Consumer<String> lines;

  /**
   * Makes a log.
   *
   * @param lines takes each line, without its end
   */
  public AuditLines(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(AuditRecord record) {
    if (record.result() != Result.REFUSED || bound.admit(record.user(), record.time())) {
      lines.accept(line(record, bound.takeLeftOut()));
    }
  }

  private static String line(AuditRecord record, long leftOut) {
    return new String(
        JsonOutput.object(
            generator -> {
              generator.writeStringProperty("time", record.time().toString());
              JsonOutput.text(generator, "user", record.user());
              JsonOutput.text(generator, "for", record.onBehalfOf());
              generator.writeStringProperty("request", record.request());
              JsonOutput.text(generator, "operation", record.operation());
              JsonOutput.text(generator, "job", record.job());
              JsonOutput.text(generator, "owner", record.owner());
              JsonOutput.text(generator, "cluster", record.cluster());
              generator.writeStringProperty("from", record.from());
              generator.writeStringProperty("result", record.result().word());
              record.status().ifPresent(status -> generator.writeNumberProperty("status", status));
              JsonOutput.text(generator, "code", record.code());
              if (leftOut > 0) {
                generator.writeNumberProperty("refusalsLeftOut", leftOut);
              }
            }),
        StandardCharsets.UTF_8);
  }
}
