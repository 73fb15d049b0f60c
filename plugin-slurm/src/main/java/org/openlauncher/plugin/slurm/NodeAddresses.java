package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.network.MachineAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At which addresses nodes are reached. A node's name need be known to Slurm alone; then the
 * scheduler is asked where the node is, for all nodes at once and with what is left of the budget.
 */
final class NodeAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAddresses.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final SchedulerQueries queries;
  private final RequestBudget budget;
  private Map<String, NodePlace> places = Map.of();
  private Optional<Long> askedAt = Optional.empty();

  NodeAddresses(SchedulerQueries queries, RequestBudget budget) {
    this.queries = queries;
    this.budget = budget;
  }

  /** Empty where neither this machine nor the scheduler knows any. May block for both. */
  List<String> of(String node) {
    List<String> known = MachineAddresses.of(node);
    return known.isEmpty() ? place(node).map(NodeAddresses::addresses).orElse(List.of()) : known;
  }

  /** A cluster of one machine may have loopback addresses alone, which serve nobody else. */
  private static List<String> addresses(NodePlace place) {
    return Stream.of(place.address(), place.hostName())
        .map(MachineAddresses::of)
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElseGet(
            () -> shortName(place).equals(shortOwnName()) ? MachineAddresses.own() : List.of());
  }

  private static String shortName(NodePlace place) {
    return place.hostName().split("\\.", 2)[0];
  }

  private static String shortOwnName() {
    return MachineAddresses.hostName().split("\\.", 2)[0];
  }

  private synchronized Optional<NodePlace> place(String node) {
    boolean waits = askedAt.filter(time -> System.nanoTime() - time < PAUSE.toNanos()).isPresent();
    if (!places.containsKey(node) && !waits && budget.take()) {
      askedAt = Optional.of(System.nanoTime());
      try {
        places = queries.nodes();
      } catch (LauncherException unanswered) {
        LOG.debug("Where nodes are is not known: {}", unanswered.getMessage());
      }
    }
    return Optional.ofNullable(places.get(node));
  }
}
