package org.openlauncher.process.supervise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessIdentity;

/**
 * Which processes belong to which job: the job's program, the session that it leads, what its shim
 * adopted, the descendants of all these, and whatever carries the job's mark in its environment.
 * The shim itself does not belong.
 */
final class ProcessTree {
  private static final long INIT = 1;

  private final ProcessTable table;
  private final Map<Long, Root> bySession = new HashMap<>();
  private final Set<JobId> jobs = new HashSet<>();
  private final Map<ProcessIdentity, JobId> shims = new HashMap<>();
  private final Map<Long, Optional<JobId>> owners = new HashMap<>();
  private final String bootId;

  /**
   * A job's place in the machine.
   *
   * @param id the job
   * @param start its program and its shim
   * @param endTicks when the program ended; empty while it may live
   */
  record Root(JobId id, JobRecord.Start start, Optional<Long> endTicks) {}

  private ProcessTree(ProcessTable table, Collection<Root> roots, String bootId) {
    this.table = table;
    this.bootId = bootId;
    for (Root root : roots) {
      bySession.put(root.start().process().pid(), root);
      jobs.add(root.id());
      shims.put(root.start().shim(), root.id());
    }
  }

  /** The living members of each job; jobs without any are left out. */
  static Map<JobId, List<ProcessEntry>> members(
      ProcessTable table, Collection<Root> roots, String bootId) {
    ProcessTree tree = new ProcessTree(table, roots, bootId);
    Map<JobId, List<ProcessEntry>> members = new HashMap<>();
    for (ProcessEntry entry : table.entries().values()) {
      if (!entry.dead()) {
        tree.owner(entry)
            .ifPresent(id -> members.computeIfAbsent(id, job -> new ArrayList<>()).add(entry));
      }
    }
    return members;
  }

  private Optional<JobId> owner(ProcessEntry entry) {
    Optional<JobId> known = owners.get(entry.pid());
    if (known != null) {
      return known;
    }
    // Entered first, so that a circle of parents, which a scan of moving things can show, ends.
    owners.put(entry.pid(), Optional.empty());
    Optional<JobId> owner = Optional.empty();
    if (mayBelong(entry)) {
      owner =
          bySession(entry)
              .or(() -> table.get(entry.parent()).flatMap(this::ownerOfChildren))
              .or(() -> ProcessTable.marker(entry.pid()).filter(jobs::contains));
    }
    owners.put(entry.pid(), owner);
    return owner;
  }

  private Optional<JobId> ownerOfChildren(ProcessEntry parent) {
    return shimOf(parent).or(() -> owner(parent));
  }

  private Optional<JobId> shimOf(ProcessEntry entry) {
    return Optional.ofNullable(
        shims.get(new ProcessIdentity(entry.pid(), entry.startTicks(), bootId)));
  }

  private boolean mayBelong(ProcessEntry entry) {
    return entry.pid() != INIT
        && entry.pid() != ProcessHandle.current().pid()
        && shimOf(entry).isEmpty();
  }

  /**
   * The number of a session is not used again while the session has members. So whoever was born
   * into it before its leader, the job's program, ended, belongs to the job; and whoever is in a
   * session of that number whose leader is another process does not.
   */
  private Optional<JobId> bySession(ProcessEntry entry) {
    Root root = bySession.get(entry.session());
    if (root == null || !root.start().process().bootId().equals(bootId)) {
      return Optional.empty();
    }
    Optional<ProcessEntry> leader = table.get(entry.session());
    boolean member =
        leader.isPresent()
            ? leader.get().is(root.start().process())
            : root.endTicks().map(end -> entry.startTicks() <= end).orElse(true);
    return member ? Optional.of(root.id()) : Optional.empty();
  }
}
