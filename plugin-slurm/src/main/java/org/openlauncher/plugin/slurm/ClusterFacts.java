package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the cluster itself. Asked for when the cluster is opened and then now and again,
 * with what is left of the budget; the last good answer holds as long as there is no better one.
 */
final class ClusterFacts {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterFacts.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Pattern GPU = Pattern.compile("gpu:([A-Za-z0-9_.-]+):[0-9]+.*");

  private final SchedulerQueries queries;
  private final RequestBudget budget;
  private final SlurmOptions options;
  private final Associations associations;
  private Optional<List<Partition>> partitions = Optional.empty();
  private Optional<SchedulerSettings> settings = Optional.empty();
  private volatile Set<String> gpuKinds = Set.of();
  private volatile boolean operator;
  private long askedAt;

  ClusterFacts(SchedulerQueries queries, RequestBudget budget, SlurmOptions options) {
    this.queries = queries;
    this.budget = budget;
    this.options = options;
    this.associations = new Associations(queries);
  }

  /**
   * Asks for all of it.
   *
   * @param budgeted whether it may be left undone
   */
  synchronized void load(boolean budgeted) {
    askedAt = System.nanoTime();
    SchedulerSettings now = ask(budgeted, queries::settings);
    settings = Optional.of(now);
    partitions = Optional.of(ask(budgeted, queries::partitions));
    if (options.gpuKinds() && gpuKinds.isEmpty()) {
      gpuKinds = gpuKinds(ask(budgeted, queries::genericResources));
    }
    operator = operator || queries.mayOperate(now);
  }

  private <T> T ask(boolean budgeted, Supplier<T> question) {
    if (!budgeted) {
      budget.force();
    } else if (!budget.take()) {
      throw new LauncherException(
          ErrorCode.TOO_MANY_REQUESTS, "the scheduler has been asked enough for now");
    }
    return question.get();
  }

  private static Set<String> gpuKinds(List<String> resources) {
    Set<String> kinds = new TreeSet<>();
    resources.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(GPU::matcher)
        .filter(Matcher::matches)
        .forEach(match -> kinds.add(match.group(1)));
    return Set.copyOf(kinds);
  }

  private synchronized void refresh() {
    if (partitions.isPresent() && System.nanoTime() - askedAt < FRESH.toNanos()) {
      return;
    }
    try {
      load(true);
    } catch (LauncherException unanswered) {
      LOG.debug("what is known of the cluster stays as it was: {}", unanswered.getMessage());
    }
  }

  /** Whether the cluster has answered once. */
  synchronized boolean known() {
    return settings.isPresent();
  }

  /** Asks for all of it where it is not known. */
  synchronized void ensureKnown() {
    if (!known()) {
      load(false);
    }
  }

  /** The partitions that jobs of a user may go to; empty where none are known. */
  Optional<List<Partition>> partitions(UserAccount user) {
    Optional<List<Partition>> all = current();
    boolean matter =
        accounting()
            && all.stream().flatMap(List::stream).anyMatch(Partition::restrictsAssociations);
    List<Association> own = matter ? associations.of(user.name(), name()) : List.of();
    return all.map(some -> some.stream().filter(one -> one.allows(user, own)).toList());
  }

  private synchronized Optional<List<Partition>> current() {
    refresh();
    return partitions;
  }

  private synchronized String name() {
    return settings.map(SchedulerSettings::cluster).orElse("");
  }

  /** The kinds of GPUs, as far as they are known; never blocks, nor does one go again. */
  Set<String> gpuKinds() {
    return gpuKinds;
  }

  /** Whether the service user is known to be let do what only operators may; never blocks. */
  boolean operator() {
    return operator;
  }

  /** Whether there is accounting. */
  synchronized boolean accounting() {
    return settings.filter(SchedulerSettings::accounting).isPresent();
  }

  /** Whether only operators see the jobs of others. */
  synchronized boolean jobsAreHidden() {
    return settings.filter(SchedulerSettings::jobsHidden).isPresent() && !operator;
  }

  /** Whether some exit codes lead a job back into the queue. */
  synchronized boolean requeuesByExitCode() {
    return options.requeue() && settings.filter(SchedulerSettings::requeuesByExitCode).isPresent();
  }
}
