package org.openlauncher.host.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.JobQuery;
import org.openlauncher.host.jobs.JobQuery.Order;

/** Reads which jobs a list shall hold from the query of the request. */
final class ListQuery {
  static final Set<QueryParameter> PARAMETERS =
      Set.of(
          QueryParameter.CLUSTER,
          QueryParameter.USER,
          QueryParameter.STATUS,
          QueryParameter.TAGS,
          QueryParameter.START_TIME,
          QueryParameter.END_TIME,
          QueryParameter.FIELDS,
          QueryParameter.SORT,
          QueryParameter.LIMIT,
          QueryParameter.CURSOR);

  private static final int USUAL_LIMIT = 100;
  private static final int GREATEST_LIMIT = 1_000;

  private ListQuery() {}

  static JobQuery read(QueryParameters query, Caller caller) {
    Optional<String> user = query.find(QueryParameter.USER);
    if (user.isPresent() && !caller.maySee(user.get())) {
      throw new LauncherException(
          ErrorCode.FORBIDDEN,
          "query parameter user: user " + caller.user() + " may only list jobs of their own");
    }
    return new JobQuery(
        query.find(QueryParameter.CLUSTER),
        user,
        states(query),
        new HashSet<>(query.all(QueryParameter.TAGS)),
        time(query, QueryParameter.START_TIME),
        time(query, QueryParameter.END_TIME),
        query.find(QueryParameter.SORT).map(ListQuery::order).orElse(Order.NEWEST_FIRST),
        query
            .wholeNumber(QueryParameter.LIMIT, 1, GREATEST_LIMIT)
            .orElse((long) USUAL_LIMIT)
            .intValue(),
        query.find(QueryParameter.CURSOR));
  }

  private static Set<JobState> states(QueryParameters query) {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    for (String name : query.allSplit(QueryParameter.STATUS)) {
      states.add(
          JobState.parse(name)
              .orElseThrow(
                  () ->
                      QueryParameters.misfit(
                          QueryParameter.STATUS,
                          "one of "
                              + Arrays.stream(JobState.values())
                                  .map(JobState::wireName)
                                  .collect(Collectors.joining(", ")),
                          name)));
    }
    return states;
  }

  private static Optional<Instant> time(QueryParameters query, QueryParameter parameter) {
    return query
        .find(parameter)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeException notATime) {
                throw QueryParameters.misfit(
                    parameter,
                    "a time with its offset, such as 2026-01-31T12:00:00Z (a + in it is written"
                        + " %2B)",
                    text);
              }
            });
  }

  private static Order order(String text) {
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    return Arrays.stream(Order.Field.values())
        .filter(field -> field.wireName().equals(name))
        .findFirst()
        .map(field -> new Order(field, descending))
        .orElseThrow(
            () ->
                QueryParameters.misfit(
                    QueryParameter.SORT,
                    "one of "
                        + Arrays.stream(Order.Field.values())
                            .map(Order.Field::wireName)
                            .collect(Collectors.joining(", "))
                        + ", with a - before it for the greatest first",
                    text));
  }
}
