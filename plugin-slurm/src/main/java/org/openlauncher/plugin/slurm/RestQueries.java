package org.openlauncher.plugin.slurm;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.plugin.slurm.rest.RestClient;
import org.openlauncher.plugin.slurm.rest.RestException;
import org.openlauncher.plugin.slurm.rest.RestPath;
import tools.jackson.databind.JsonNode;

/** Questions that are put to slurmrestd. Safe from any thread. */
final class RestQueries implements SchedulerQueries {
  /** Somebody who has no jobs: whether the token lets one act for others. */
  private static final String ANYBODY = "nobody";

  /** With more, the address would be too long for some servers. */
  private static final int MOST_NUMBERS = 300;

  private final RestClient client;
  private final String version;
  private final String user;
  private final boolean forOthers;
  private volatile Optional<String> cluster = Optional.empty();

  /**
   * @param user whom the questions are put as
   * @param forOthers whether jobs are others' too
   */
  RestQueries(RestClient client, String version, String user, boolean forOthers) {
    this.client = client;
    this.version = version;
    this.user = user;
    this.forOthers = forOthers;
  }

  @Override
  public int requestsOfQueue() {
    return 1;
  }

  /** There is no way to ask for some jobs only; but for one there is. */
  @Override
  public Map<Long, SchedulerJob> queue(Collection<Long> numbers, Collection<String> owners) {
    Set<Long> wanted = Set.copyOf(numbers);
    RestPath path =
        wanted.size() == 1 ? RestPath.job(wanted.iterator().next()) : RestPath.scheduler("jobs");
    return asked(() -> known(path, wanted)).stream()
        .collect(Collectors.toMap(SchedulerJob::id, Function.identity(), (one, other) -> other));
  }

  private List<SchedulerJob> known(RestPath path, Set<Long> wanted) {
    try {
      return client.list(user, path, "jobs", entry -> job(entry, wanted));
    } catch (RestException failure) {
      if (failure.unknownJob()) {
        return List.of();
      }
      throw failure;
    }
  }

  private Optional<SchedulerJob> job(JsonNode entry, Set<Long> wanted) {
    String name = entry.path("cluster").asString("");
    if (!name.isEmpty()) {
      cluster = Optional.of(name);
    }
    return wanted.contains(entry.path("job_id").asLong(0))
        ? RestAnswers.queued(entry)
        : Optional.empty();
  }

  /** Several clusters can share an accounting, and number their jobs alike. */
  @Override
  public Map<Long, SchedulerJob> accounting(Collection<Long> numbers) {
    Map<Long, SchedulerJob> jobs = new HashMap<>();
    String own = cluster.orElse("");
    if (own.isEmpty()) {
      return jobs;
    }
    List<Long> rest = List.copyOf(numbers);
    for (int from = 0; from < rest.size(); from += MOST_NUMBERS) {
      String part =
          rest.subList(from, Math.min(rest.size(), from + MOST_NUMBERS)).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(","));
      accountingList(
              RestPath.accounting("jobs").with(Map.of("step", part)),
              "jobs",
              entry -> RestAnswers.accounted(entry, own))
          .forEach(job -> jobs.put(job.id(), job));
    }
    return jobs;
  }

  @Override
  public List<Long> named(String name, long uid, boolean accounting) {
    List<Long> found =
        scheduler(
            "jobs",
            "jobs",
            entry ->
                entry.path("name").asString("").equals(name)
                    ? RestAnswers.queued(entry)
                        .filter(job -> job.uid().equals(Optional.of(uid)))
                        .map(SchedulerJob::id)
                    : Optional.empty());
    if (!found.isEmpty() || !accounting) {
      return found;
    }
    // The name holds the launcher's own id of the job, and is nobody else's.
    return accountingList(
        RestPath.accounting("jobs").with(Map.of("job_name", name)),
        "jobs",
        entry ->
            entry.path("name").asString("").equals(name)
                ? Optional.of(entry.path("job_id").asLong())
                : Optional.empty());
  }

  @Override
  public void requireAnswer() {
    partitions();
  }

  @Override
  public SchedulerSettings settings() {
    if (forOthers) {
      asked(
          () -> client.list(ANYBODY, RestPath.scheduler("partitions"), "partitions", Optional::of));
    }
    Optional<List<String>> clusters = clusters();
    clusters
        .filter(names -> names.size() == 1)
        .ifPresent(names -> cluster = Optional.of(names.get(0)));
    return new SchedulerSettings(cluster.orElse(""), "", clusters.isPresent(), false, false);
  }

  /** The clusters of the accounting; empty where there is none. */
  private Optional<List<String>> clusters() {
    try {
      return Optional.of(
          client.list(
              user,
              RestPath.accounting("clusters"),
              "clusters",
              entry -> Optional.of(entry.path("name").asString(""))));
    } catch (RestException failure) {
      return switch (failure.kind()) {
        case NO_SUCH_PATH -> Optional.empty();
        case NOT_SENT, REFUSED, UNCLEAR -> Optional.of(List.of());
      };
    }
  }

  /** Nobody may, by slurmrestd. */
  @Override
  public boolean mayOperate(SchedulerSettings settings) {
    return false;
  }

  @Override
  public List<Partition> partitions() {
    return scheduler(
        "partitions", "partitions", entry -> Optional.of(RestAnswers.partition(entry)));
  }

  @Override
  public List<String> genericResources() {
    return scheduler(
            "nodes", "nodes", entry -> Optional.of(entry.path("gres").asString("").strip()))
        .stream()
        .distinct()
        .toList();
  }

  @Override
  public Map<String, NodePlace> nodes() {
    Map<String, NodePlace> nodes = new HashMap<>();
    scheduler("nodes", "nodes", Optional::of)
        .forEach(
            entry ->
                nodes.put(
                    entry.path("name").asString(""),
                    new NodePlace(
                        entry.path("address").asString(""), entry.path("hostname").asString(""))));
    return Map.copyOf(nodes);
  }

  @Override
  public List<Association> associations(String name, String ofCluster) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("user", name);
    if (!ofCluster.isEmpty()) {
      query.put("cluster", ofCluster);
    }
    List<Association> found =
        accountingList(
            RestPath.accounting("associations").with(query),
            "associations",
            entry -> Optional.of(RestAnswers.association(entry)));
    return found.isEmpty() ? List.of(Association.NONE) : found;
  }

  private <T> List<T> scheduler(String path, String list, Function<JsonNode, Optional<T>> entry) {
    return asked(() -> client.list(user, RestPath.scheduler(path), list, entry));
  }

  private <T> List<T> accountingList(
      RestPath path, String list, Function<JsonNode, Optional<T>> entry) {
    return asked(
        () -> {
          try {
            return client.list(user, path, list, entry);
          } catch (RestException failure) {
            if (failure.nothingFound()) {
              return List.of();
            }
            throw failure;
          }
        });
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (RestException failure) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          failure.getMessage()
              + (failure.kind() == RestException.Kind.NO_SUCH_PATH ? otherVersions() : ""),
          failure);
    }
  }

  private String otherVersions() {
    try {
      Set<String> versions = client.versions(user);
      return versions.contains(version)
          ? ""
          : "; rest-version: expected one of " + versions + ", found \"" + version + "\"";
    } catch (RestException silent) {
      return "; is rest-version right?";
    }
  }
}
