package org.openlauncher.host.jobs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.host.clusters.ClusterDoor;

/** The outputs that somebody looks at: one {@link OutputFeed} each, however many look. */
final class OutputFeeds {
  private final ConcurrentHashMap<Key, OutputFeed> feeds = new ConcurrentHashMap<>();
  private final JobTable table;
  private final ScheduledExecutorService timer;
  private final Executor completions;

  /**
   * @param timer for the time between looks
   * @param completions completes what viewers wait for
   */
  OutputFeeds(JobTable table, ScheduledExecutorService timer, Executor completions) {
    this.table = table;
    this.timer = timer;
    this.completions = completions;
  }

  OutputReader open(ClusterDoor door, JobId id, OutputType type) {
    Key key = new Key(id, type);
    OutputFeed feed =
        feeds.compute(
            key,
            (same, present) -> {
              OutputFeed shared =
                  present == null
                      ? new OutputFeed(table, door, id, type, timer, completions)
                      : present;
              shared.enter();
              return shared;
            });
    return new FeedReader(feed, () -> leave(key));
  }

  /**
   * Lets go of everything that came from a cluster's plugin; feeds open it again from the next one.
   */
  void detach(ClusterDoor door) {
    feeds.values().stream().filter(feed -> feed.door() == door).forEach(OutputFeed::detach);
  }

  int size() {
    return feeds.size();
  }

  private void leave(Key key) {
    feeds.computeIfPresent(
        key,
        (same, feed) -> {
          if (feed.leave()) {
            return feed;
          }
          feed.detach();
          return null;
        });
  }

  private record Key(JobId id, OutputType type) {}
}
