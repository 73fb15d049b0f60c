package org.openlauncher.host.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One request, as far as an audit is interested in it.
 *
 * @param time when it was answered
 * @param user who sent it; empty where that was not proved
 * @param onBehalfOf whom the sender acted for; empty for the sender
 * @param request method and template of the address, or the name of a launcher's request
 * @param operation what was asked for, where the address alone does not tell
 * @param job the job that it was about
 * @param owner whose job that is, or shall be
 * @param cluster the cluster of a submission
 * @param from the address that it came from, {@code unix}, or {@code launcher} for one in front
 * @param result what came of it
 * @param status the HTTP status, where it came by HTTP
 * @param code why not, where it was refused or failed
 */
public record AuditRecord(
    Instant time,
    Optional<String> user,
    Optional<String> onBehalfOf,
    String request,
    Optional<String> operation,
    Optional<String> job,
    Optional<String> owner,
    Optional<String> cluster,
    String from,
    Result result,
    OptionalInt status,
    Optional<String> code) {

  /** Refuses nulls. */
  public AuditRecord {
    Objects.requireNonNull(time);
    Objects.requireNonNull(user);
    Objects.requireNonNull(onBehalfOf);
    Objects.requireNonNull(request);
    Objects.requireNonNull(operation);
    Objects.requireNonNull(job);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(cluster);
    Objects.requireNonNull(from);
    Objects.requireNonNull(result);
    Objects.requireNonNull(status);
    Objects.requireNonNull(code);
  }

  /** What came of a request. */
  public enum Result {
    /** It was done. */
    ALLOWED("allowed"),
    /** The sender may not. */
    REFUSED("refused"),
    /** The sender may, but it could not be done. */
    FAILED("failed");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    /** As it is written. */
    public String word() {
      return word;
    }
  }
}
