package org.openlauncher.host.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.json.NearestName;

/** The query of one request: only parameters that the route knows, and none twice that may not. */
final class QueryParameters {
  private static final int LONGEST_QUOTED = 60;

  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  static QueryParameters parse(@Nullable String query, Set<QueryParameter> known) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return new QueryParameters(values);
    }
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int sign = pair.indexOf('=');
      String name =
          PercentEncoding.decode(sign < 0 ? pair : pair.substring(0, sign), "the query", true);
      QueryParameter parameter =
          known.stream()
              .filter(candidate -> candidate.wireName().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name, known));
      String value =
          sign < 0
              ? ""
              : PercentEncoding.decode(pair.substring(sign + 1), "query parameter " + name, true);
      List<String> sameName = values.computeIfAbsent(name, ignored -> new ArrayList<>());
      if (!sameName.isEmpty() && !parameter.repeatable()) {
        throw refusal("query parameter " + name + " stands there twice; it may stand there once");
      }
      sameName.add(value);
    }
    return new QueryParameters(values);
  }

  /** The value; an empty one counts as absent. */
  Optional<String> find(QueryParameter parameter) {
    return all(parameter).stream().findFirst();
  }

  /** All values that are not empty. */
  List<String> all(QueryParameter parameter) {
    return values.getOrDefault(parameter.wireName(), List.of()).stream()
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** All values, each split at commas. */
  List<String> allSplit(QueryParameter parameter) {
    return all(parameter).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** A switch; off where it is absent. */
  boolean flag(QueryParameter parameter) {
    return find(parameter)
        .map(
            value ->
                switch (value) {
                  case "true", "1" -> true;
                  case "false", "0" -> false;
                  default -> throw misfit(parameter, "true or false", value);
                })
        .orElse(false);
  }

  /** A whole number within bounds. */
  Optional<Long> wholeNumber(QueryParameter parameter, long least, long most) {
    return find(parameter)
        .map(
            value ->
                parse(value)
                    .filter(number -> number >= least && number <= most)
                    .orElseThrow(
                        () ->
                            misfit(
                                parameter,
                                most == Long.MAX_VALUE
                                    ? least == Long.MIN_VALUE
                                        ? "a whole number"
                                        : "a whole number from " + least
                                    : "a whole number from " + least + " to " + most,
                                value)));
  }

  private static Optional<Long> parse(String value) {
    try {
      return Optional.of(Long.valueOf(value));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  static LauncherException misfit(QueryParameter parameter, String expected, String found) {
    return refusal(
        "query parameter "
            + parameter.wireName()
            + ": expected "
            + expected
            + ", found "
            + quote(found));
  }

  private static LauncherException unknown(String name, Set<QueryParameter> known) {
    List<String> names = known.stream().map(QueryParameter::wireName).sorted().toList();
    return refusal(
        "unknown query parameter "
            + quote(name)
            + NearestName.to(name, names)
                .map(nearest -> "; the nearest known one is " + nearest)
                .orElse("")
            + (names.isEmpty()
                ? "; this address takes none"
                : "; known here are " + String.join(", ", names)));
  }

  static String quote(String text) {
    String shown =
        text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "...";
    return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
  }

  private static LauncherException refusal(String message) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, message);
  }
}
