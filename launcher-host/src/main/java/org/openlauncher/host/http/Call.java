package org.openlauncher.host.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.host.jobs.Caller;

/**
 * One request that found its route and passed the door.
 *
 * @param path the values of the path's parts in braces
 * @param query the query
 * @param headers the headers that endpoints look at
 * @param caller on whose behalf; empty where the route is open
 * @param body the body; empty where there is none
 * @param memory for an answer that needs much of it
 * @param audited takes what an audit wants to know
 */
// An array in a record: made for one request, never compared, never changed.
@SuppressWarnings("ArrayRecordComponent")
record Call(
    Map<String, String> path,
    QueryParameters query,
    RequestHeaders headers,
    Optional<Caller> caller,
    byte[] body,
    Memory memory,
    AuditedRequest audited) {

  /** Memory that many requests share. */
  @FunctionalInterface
  interface Memory {
    /** Completes when there is room for so much; it is given back with the answer. */
    CompletableFuture<Void> reserve(long bytes);
  }

  /** Of a request that brings nothing. */
  static final byte[] NO_BODY = {};

  private static final int TAG_BYTES = 12;

  /** The caller of a route that wants one. */
  Caller requireCaller() {
    return caller.orElseThrow(
        () -> new IllegalStateException("an open route asked for its caller"));
  }

  /** The job that the path names. */
  JobId jobId() {
    String text = path.getOrDefault("id", "");
    return JobId.parse(text)
        .orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.JOB_NOT_FOUND,
                    "there is no job " + QueryParameters.quote(text) + " that you may see"));
  }

  /**
   * An entity tag over what makes an answer what it is, with the caller always being part of it.
   */
  String entityTag(List<Object> parts) {
    Caller who = requireCaller();
    String text = who.user() + "\n" + who.administrator() + "\n" + parts;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "\"" + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + "\"";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
