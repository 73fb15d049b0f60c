package org.openlauncher.host.jobs;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;

/**
 * The visible jobs by what they are asked for. Every index is sorted by id, which is the order of
 * submission. Written under the table's lock, read without one.
 */
final class JobIndex {
  private final ConcurrentHashMap<Key, ConcurrentSkipListMap<JobId, JobEntry>> indexes =
      new ConcurrentHashMap<>();

  /** The narrowest index that holds all jobs that fit a query of this owner. */
  NavigableMap<JobId, JobEntry> candidates(
      Optional<String> owner, Set<JobState> states, Set<String> tags) {
    if (!tags.isEmpty()) {
      return lookUp(new Key.Tagged(tags.iterator().next()));
    }
    if (states.size() == 1) {
      JobState state = states.iterator().next();
      return owner
          .map(name -> lookUp(new Key.OwnedInState(name, state)))
          .orElseGet(() -> lookUp(new Key.InState(state)));
    }
    return owner.map(name -> lookUp(new Key.Owned(name))).orElseGet(() -> lookUp(new Key.All()));
  }

  void add(JobEntry entry) {
    Job job = entry.job();
    index(new Key.All()).put(job.id(), entry);
    index(new Key.Owned(job.owner())).put(job.id(), entry);
    job.specification().tags().forEach(tag -> index(new Key.Tagged(tag)).put(job.id(), entry));
    enterState(entry, job.status().state());
  }

  void moved(JobEntry entry, JobState from, JobState to) {
    if (from != to) {
      enterState(entry, to);
      leaveState(entry, from);
    }
  }

  void remove(JobEntry entry) {
    Job job = entry.job();
    take(new Key.All(), job.id());
    take(new Key.Owned(job.owner()), job.id());
    job.specification().tags().forEach(tag -> take(new Key.Tagged(tag), job.id()));
    leaveState(entry, job.status().state());
  }

  private void enterState(JobEntry entry, JobState state) {
    Job job = entry.job();
    index(new Key.InState(state)).put(job.id(), entry);
    index(new Key.OwnedInState(job.owner(), state)).put(job.id(), entry);
  }

  private void leaveState(JobEntry entry, JobState state) {
    Job job = entry.job();
    take(new Key.InState(state), job.id());
    take(new Key.OwnedInState(job.owner(), state), job.id());
  }

  private ConcurrentSkipListMap<JobId, JobEntry> index(Key key) {
    return indexes.computeIfAbsent(key, absent -> new ConcurrentSkipListMap<>());
  }

  private void take(Key key, JobId id) {
    indexes.computeIfPresent(
        key,
        (present, index) -> {
          index.remove(id);
          return index.isEmpty() ? null : index;
        });
  }

  private NavigableMap<JobId, JobEntry> lookUp(Key key) {
    ConcurrentNavigableMap<JobId, JobEntry> index = indexes.get(key);
    return index == null ? Collections.emptyNavigableMap() : index;
  }

  private sealed interface Key {
    record All() implements Key {}

    record Owned(String owner) implements Key {}

    record InState(JobState state) implements Key {}

    record OwnedInState(String owner, JobState state) implements Key {}

    record Tagged(String tag) implements Key {}
  }
}
