package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.openlauncher.host.jobs.ChangeJournal.Scope;

/**
 * A place in the {@link ChangeJournal}; falls back on the jobs themselves where the journal has a
 * gap.
 */
final class JournalCursor implements StatusCursor {
  private final ChangeJournal journal;
  private final Scope scope;
  private final Supplier<View> view;
  private volatile long revision;

  /**
   * @param view the jobs in scope, all as they are at one revision
   * @param afterRevision where to begin
   */
  JournalCursor(ChangeJournal journal, Scope scope, Supplier<View> view, long afterRevision) {
    this.journal = journal;
    this.scope = scope;
    this.view = view;
    this.revision = afterRevision;
  }

  @Override
  public List<JobChange> present() {
    View now = view.get();
    revision = Math.max(revision, now.revision());
    return now.changesBehind(0);
  }

  @Override
  public CompletableFuture<ChangeBatch> next() {
    CompletableFuture<Void> wait = journal.await(revision, scope);
    CompletableFuture<ChangeBatch> batch = wait.thenApply(nothing -> read());
    batch.whenComplete((result, stopped) -> wait.cancel(false));
    return batch;
  }

  private ChangeBatch read() {
    Optional<List<JobChange>> known = journal.after(revision, scope);
    if (known.isPresent()) {
      List<JobChange> changes = known.get();
      if (!changes.isEmpty()) {
        revision = changes.get(changes.size() - 1).revision();
      }
      return new ChangeBatch(changes, false, revision);
    }
    View now = view.get();
    List<JobChange> newest = now.changesBehind(revision);
    revision = now.revision();
    return new ChangeBatch(newest, true, revision);
  }

  /**
   * Jobs as they are at one revision.
   *
   * @param jobs the jobs
   * @param revision the last change that they hold
   */
  record View(List<Job> jobs, long revision) {
    List<JobChange> changesBehind(long bound) {
      return jobs.stream()
          .filter(job -> job.revision() > bound)
          .sorted(java.util.Comparator.comparingLong(Job::revision))
          .map(JobChange::to)
          .toList();
    }
  }
}
