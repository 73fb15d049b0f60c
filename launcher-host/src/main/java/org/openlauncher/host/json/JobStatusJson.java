package org.openlauncher.host.json;

import java.util.Optional;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;

/** A status as text for the store: nothing is lost. */
public final class JobStatusJson {
  private JobStatusJson() {}

  /** Writes a status. */
  public static String write(JobStatus status) {
    return JsonOutput.objectText(
        generator -> {
          generator.writeStringProperty("state", status.state().wireName());
          JsonOutput.text(generator, "code", status.code().map(StatusCode::wireName));
          JsonOutput.text(generator, "message", status.message());
          JsonOutput.text(generator, "reason", status.reason());
          status.exitCode().ifPresent(code -> generator.writeNumberProperty("exitCode", code));
          status.pid().ifPresent(pid -> generator.writeNumberProperty("pid", pid));
          JsonOutput.text(generator, "host", status.host());
          JsonOutput.text(generator, "queue", status.queue());
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  public static JobStatus read(String text) {
    Problems problems = new Problems();
    try {
      JsonObject status = JsonObject.fromStore(StrictJson.read(text), problems);
      Optional<JobState> state = JobState.parse(status.requiredText("state"));
      Optional<String> codeName = status.text("code");
      Optional<StatusCode> code = codeName.flatMap(StatusCode::parse);
      if (code.isPresent() != codeName.isPresent()) {
        status.problem("code", "expected a status code, found " + codeName.orElse("nothing"));
      }
      String message = status.text("message").orElse("");
      String reason = status.text("reason").orElse("");
      Optional<Integer> exitCode =
          status.wholeNumber("exitCode", Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
      Optional<Long> pid = status.wholeNumber("pid", Long.MIN_VALUE, Long.MAX_VALUE);
      Optional<String> host = status.text("host");
      Optional<String> queue = status.text("queue");
      status.refuseUnknown();
      if (state.isPresent() && problems.isEmpty()) {
        return new JobStatus(state.get(), code, message, reason, exitCode, pid, host, queue);
      }
    } catch (LauncherException notJson) {
      throw new IllegalArgumentException("not a stored status: " + notJson.getMessage(), notJson);
    }
    throw new IllegalArgumentException("not a stored status: " + problems);
  }
}
