package org.openlauncher.host.jobs;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A place in the sequence of changes that one caller may see. Holds nothing but what is needed to
 * wait; a reader that is slow costs nobody anything.
 */
public interface StatusCursor {
  /**
   * The present state of every job in view, each as the change that led to it, in the order of
   * revisions; sets the cursor behind them.
   */
  List<JobChange> present();

  /**
   * The next changes, as soon as there is one. Only one call may be under way; cancel the future to
   * stop waiting. Completed on a thread that must not be held.
   */
  CompletableFuture<ChangeBatch> next();
}
