package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.plugin.kubernetes.api.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells the launcher of jobs; an end is written down first, so that it can be told for ever. */
final class JobTelling {
  private static final Logger LOG = LoggerFactory.getLogger(JobTelling.class);

  private final ObservationSink sink;

  JobTelling(ObservationSink sink) {
    this.sink = sink;
  }

  void known(JobEntry job, JobStatus status, Instant at) {
    if (job.tells(status)) {
      sink.report(new Observation.Known(job.id(), at, status));
    }
  }

  void unknown(JobId id, String reason) {
    sink.report(new Observation.Unknown(id, Instant.now(), reason));
  }

  void absent(JobId id, String evidence) {
    sink.report(new Observation.Absent(id, Instant.now(), evidence));
  }

  /** Writes the end of a job down, and tells it. */
  void ended(JobEntry job, JobStatus status, Instant at) {
    ObjectNode end = Json.MAPPER.createObjectNode();
    end.put("state", status.state().wireName());
    status.code().ifPresent(code -> end.put("code", code.wireName()));
    end.put("message", status.message());
    end.put("reason", status.reason());
    status.exitCode().ifPresent(code -> end.put("exitCode", code));
    status.host().ifPresent(host -> end.put("host", host));
    end.put("at", at.toString());
    try {
      job.folder().end(end);
    } catch (IOException failure) {
      // The Job is still there, and is looked at again after a restart.
      LOG.warn("The end of job {} can't be written down: {}", job.id(), failure.toString());
    }
    job.setEnded();
    known(job, status, at);
  }

  /** Tells the end of a job as it was written down. */
  void endAgain(JobId id, JsonNode end) {
    sink.report(new Observation.Known(id, endedAt(end), status(end)));
  }

  static Instant endedAt(JsonNode end) {
    try {
      return Instant.parse(end.path("at").asString(""));
    } catch (DateTimeException malformed) {
      return Instant.now();
    }
  }

  private static JobStatus status(JsonNode end) {
    return new JobStatus(
        JobState.parse(end.path("state").asString("")).orElse(JobState.KILLED),
        StatusCode.parse(end.path("code").asString("")),
        end.path("message").asString(""),
        end.path("reason").asString(""),
        end.has("exitCode") ? Optional.of(end.path("exitCode").asInt(0)) : Optional.empty(),
        Optional.empty(),
        end.has("host") ? Optional.of(end.path("host").asString("")) : Optional.empty(),
        Optional.empty());
  }
}
