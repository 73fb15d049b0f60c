package org.openlauncher.host.json;

import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.host.jobs.JobChange;
import tools.jackson.core.JsonGenerator;

/** Writes the smaller answers and the events of streams. */
public final class AnswerJson {
  private static final double NANOSECONDS = 1e9;

  private AnswerJson() {}

  /** The outcome of a control operation. */
  public static byte[] control(ControlResult result) {
    return JsonOutput.object(generator -> controlMembers(generator, result));
  }

  /** The members of the same. */
  public static void controlMembers(JsonGenerator generator, ControlResult result) {
    generator.writeStringProperty("statusMessage", result.message());
    generator.writeBooleanProperty("operationComplete", result.complete());
  }

  /** Where a job can be reached. */
  public static byte[] network(NetworkInfo network) {
    return JsonOutput.object(
        generator -> {
          generator.writeStringProperty("host", network.host());
          JsonOutput.texts(generator, "ipAddresses", network.ipAddresses());
          JsonOutput.texts(generator, "endpoints", network.endpoints());
          JsonOutput.objects(
              generator, "exposedPorts", network.ports(), SpecificationMembers::exposedPort);
        });
  }

  /** Why a job is in its state. */
  public static byte[] explanation(Explanation explanation) {
    return JsonOutput.object(
        generator -> {
          generator.writeStringProperty("summary", explanation.summary());
          JsonOutput.texts(generator, "reasons", explanation.reasons());
          JsonOutput.texts(generator, "advice", explanation.advice());
        });
  }

  /** The members of a status change. */
  public static void change(JsonGenerator generator, JobChange change) {
    generator.writeStringProperty("id", change.job().value());
    generator.writeStringProperty("name", change.name());
    generator.writeStringProperty("user", change.owner());
    generator.writeStringProperty("cluster", change.cluster());
    generator.writeStringProperty("status", change.status().state().wireName());
    JsonOutput.text(generator, "statusMessage", change.status().message());
    JsonOutput.text(generator, "statusCode", change.status().code().map(StatusCode::wireName));
    JsonOutput.text(generator, "statusReason", change.status().reason());
    change.status().exitCode().ifPresent(code -> generator.writeNumberProperty("exitCode", code));
    change.status().pid().ifPresent(pid -> generator.writeNumberProperty("pid", pid));
    JsonOutput.text(generator, "host", change.status().host());
    generator.writeStringProperty("time", change.at().toString());
    generator.writeNumberProperty("revision", change.revision());
  }

  /** The members of a sample of what a job uses: seconds, and megabytes of 10^6 bytes. */
  public static void resourceUse(JsonGenerator generator, ResourceUse use) {
    use.cpuPercent().ifPresent(percent -> generator.writeNumberProperty("cpuPercent", percent));
    use.cpuTime()
        .ifPresent(time -> generator.writeNumberProperty("cpuTime", time.toNanos() / NANOSECONDS));
    use.residentMemory()
        .ifPresent(size -> generator.writeNumberProperty("residentMemory", size.megabytes()));
    use.virtualMemory()
        .ifPresent(size -> generator.writeNumberProperty("virtualMemory", size.megabytes()));
  }
}
