package org.openlauncher.host.jobs;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers that grow whenever a list may change: one for all jobs and one for each owner's. */
final class ListRevisions {
  private final AtomicLong everything = new AtomicLong();
  private final ConcurrentHashMap<String, Long> owners = new ConcurrentHashMap<>();
  private volatile long first;

  /** Begins behind every number that a launcher before this one gave away. */
  void begin(long revision) {
    first = revision;
    everything.accumulateAndGet(revision, Math::max);
    owners.replaceAll((owner, number) -> Math.max(number, revision));
  }

  void changed(String owner) {
    owners.put(owner, everything.incrementAndGet());
  }

  long of(Optional<String> owner) {
    return owner.map(name -> owners.getOrDefault(name, first)).orElseGet(everything::get);
  }
}
