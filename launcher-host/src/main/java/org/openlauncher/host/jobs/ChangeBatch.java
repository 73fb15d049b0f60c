package org.openlauncher.host.jobs;

import java.util.List;

/**
 * Changes in the order of their revisions.
 *
 * @param changes the changes; never empty unless {@code gap}
 * @param gap whether changes before these are no longer known: then {@code changes} holds the
 *     newest change of each job that changed in the meantime instead
 * @param cursor the revision to ask with next
 */
public record ChangeBatch(List<JobChange> changes, boolean gap, long cursor) {
  /** Takes a copy of the list. */
  public ChangeBatch {
    changes = List.copyOf(changes);
  }
}
