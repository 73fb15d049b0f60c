package org.openlauncher.host.profiles;

import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;

/**
 * What holds for one thing that a submission may not choose freely.
 *
 * @param name a type of resource limits, or the member of the request: {@code cpuCount}, {@code
 *     queues}
 * @param value what the job gets; empty where it gets none
 * @param source who says the value: {@code request}, or the file and line
 * @param bound what it could be at most, or one of what it must be
 * @param boundOrigin where the bound was set
 */
public record AppliedLimit(
    String name,
    Optional<String> value,
    Optional<String> source,
    Optional<String> bound,
    Optional<Origin> boundOrigin) {
  private static final String REQUEST = "request";

  /** Refuses nulls. */
  public AppliedLimit {
    Objects.requireNonNull(name);
    Objects.requireNonNull(value);
    Objects.requireNonNull(source);
    Objects.requireNonNull(bound);
    Objects.requireNonNull(boundOrigin);
  }

  /** A value that the request itself has. */
  static AppliedLimit requested(String name, String value) {
    return new AppliedLimit(
        name, Optional.of(value), Optional.of(REQUEST), Optional.empty(), Optional.empty());
  }

  /** A value that was filled in. */
  static AppliedLimit filledIn(String name, String value, Origin origin) {
    return new AppliedLimit(
        name,
        Optional.of(value),
        Optional.of(origin.toString()),
        Optional.empty(),
        Optional.empty());
  }

  /** A bound on something that the request has no value for. */
  static AppliedLimit bound(String name, String bound, Optional<Origin> origin) {
    return new AppliedLimit(name, Optional.empty(), Optional.empty(), Optional.of(bound), origin);
  }

  /** The same with its bound. */
  AppliedLimit within(String highest, Optional<Origin> origin) {
    return new AppliedLimit(name, value, source, Optional.of(highest), origin);
  }
}
