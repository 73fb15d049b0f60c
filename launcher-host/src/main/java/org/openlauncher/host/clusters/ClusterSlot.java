package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.host.logging.ClusterThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one configured cluster, whether a plugin serves it at the moment or not. Each
 * opening has a pool of its own for calls; those that come while there is no plugin wait for one
 * for a short time.
 */
final class ClusterSlot implements ClusterDoor {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSlot.class);
  private static final Duration PATIENCE_FOR_A_PLUGIN = Duration.ofSeconds(5);
  private static final Duration LONGEST_PATIENCE_OF_SUCCESSOR = Duration.ofSeconds(2);

  /** Waiting for calls to end, for the end itself, and opening: there is time left to answer. */
  private static final int STEPS_OF_A_SUCCESSION = 4;

  private static final int MOST_THREADS = 500;

  /** What plugins share starts its threads from whichever thread needs them first. */
  private static final int TOLERATED_THREADS = 20;

  private static final Duration LASTING = Duration.ofMinutes(1);
  static final ClusterHealth NOT_CONFIGURED =
      new ClusterHealth(ClusterHealth.Level.RED, "it is no longer in the configuration");
  static final ClusterHealth OPENING =
      new ClusterHealth(ClusterHealth.Level.YELLOW, "it is being opened");

  private final String name;
  private final ClusterThreads group;
  private final String type;
  private final Duration deadline;
  private final ScheduledExecutorService timer;
  private final LongAdder calls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Set<PendingCall<?>> parked = new LinkedHashSet<>();
  private int threads;
  private boolean over;
  private boolean configured = true;
  private volatile @Nullable Service service;
  private @Nullable Service retiring;
  private volatile ClusterHealth told;
  private volatile String fault = "";
  private final LeftoverThreads leftovers = new LeftoverThreads();
  private volatile String notice = "";
  private volatile String excess = "";
  private volatile long excessAt = System.nanoTime() - LASTING.toNanos();

  /** One opening of the cluster with the threads that call it. */
  private record Service(Cluster cluster, CallPool pool) {}

  ClusterSlot(
      String name, String type, int threads, Duration deadline, ScheduledExecutorService timer) {
    this.name = name;
    this.group = new ClusterThreads(name);
    this.type = type;
    this.deadline = deadline;
    this.timer = timer;
    this.threads = threads;
    this.told = noPlugin(type);
  }

  static ClusterHealth noPlugin(String type) {
    return new ClusterHealth(
        ClusterHealth.Level.RED, "no plugin of type " + type + " is in the plugins folder");
  }

  @Override
  public String name() {
    return name;
  }

  String type() {
    return type;
  }

  /** The group of all threads that work for the cluster. */
  ClusterThreads group() {
    return group;
  }

  /** What the plugin says, and where it says that all is well, what its calls and threads say. */
  ClusterHealth health() {
    ClusterHealth health = told;
    String problem = fault;
    if (problem.isEmpty()) {
      problem = notice.isEmpty() ? excess() : notice;
    }
    return health.level() == ClusterHealth.Level.GREEN && !problem.isEmpty()
        ? new ClusterHealth(ClusterHealth.Level.YELLOW, problem)
        : health;
  }

  void health(ClusterHealth newHealth) {
    told = newHealth;
  }

  /** What is to be said of who serves it; empty for nothing. */
  void notice(String text) {
    notice = text;
  }

  /** Something that its plugin does too much of. */
  void told(String excessive) {
    if (System.nanoTime() - excessAt > LASTING.toNanos()) {
      LOG.warn("Cluster {}: {}", name, excessive);
    }
    excess = excessive;
    excessAt = System.nanoTime();
  }

  /** Told for a while: what it is about may last for an instant. */
  private String excess() {
    int left = leftovers.count();
    if (left > TOLERATED_THREADS) {
      return left + " threads of plugins that served it before have not ended";
    }
    int running = group.activeCount();
    if (running > MOST_THREADS) {
      return "its plugin has " + running + " threads";
    }
    return System.nanoTime() - excessAt < LASTING.toNanos() ? excess : "";
  }

  long calls() {
    return calls.sum();
  }

  long failures() {
    return failures.sum();
  }

  @Override
  public boolean open() {
    return service != null;
  }

  /** Changes how many calls run at once. */
  synchronized void threads(int size) {
    threads = size;
    Service present = service;
    if (present != null) {
      present.pool().resize(size);
    }
  }

  void opening() {
    told = OPENING;
  }

  /** Threads of openings that are over. */
  LeftoverThreads leftovers() {
    return leftovers;
  }

  /**
   * What the plugin said of its health while it opened the cluster stays.
   *
   * @param callers the group of the threads that call it
   */
  void opened(Cluster fresh, ThreadGroup callers) {
    List<PendingCall<?>> waiting;
    synchronized (this) {
      if (told.equals(OPENING)) {
        told = ClusterHealth.GREEN;
      }
      fault = "";
      notice = "";
      service = new Service(fresh, new CallPool(callers, name, threads));
      waiting = List.copyOf(parked);
      parked.clear();
    }
    waiting.forEach(this::begin);
  }

  /** From now on calls wait for the next plugin. Calls that run go on until {@link #settle}. */
  synchronized void closed(ClusterHealth because) {
    Service present = service;
    if (present != null) {
      retiring = present;
    }
    service = null;
    told = because;
    fault = "";
  }

  /**
   * How long the next plugin waits for each thing that the one before has to end. Requests wait
   * with it, so it is a part of the time that a request may take.
   */
  Duration patienceOfSuccessor() {
    Duration part = deadline.dividedBy(STEPS_OF_A_SUCCESSION);
    return part.compareTo(LONGEST_PATIENCE_OF_SUCCESSOR) < 0 ? part : LONGEST_PATIENCE_OF_SUCCESSOR;
  }

  /** Waits a moment for the calls to the plugin that was taken away; fails those that don't end. */
  void settle() {
    Service last;
    synchronized (this) {
      last = retiring;
      retiring = null;
    }
    if (last == null) {
      return;
    }
    try {
      for (PendingCall<?> stuck : last.pool().end(patienceOfSuccessor())) {
        LOG.warn("Cluster {}: a call ({}) outlives its plugin", name, stuck.what());
        stuck.giveUp(
            new LauncherException(
                ErrorCode.PLUGIN_RESTARTED,
                "The plugin of cluster " + name + " went away (" + stuck.what() + ")."));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the configuration has the cluster: where it has not, nobody waits for a plugin. */
  void configured(boolean present) {
    List<PendingCall<?>> waiting = List.of();
    synchronized (this) {
      if (present && !configured && service == null) {
        told = noPlugin(type);
      }
      configured = present;
      if (!present && service == null) {
        told = NOT_CONFIGURED;
        waiting = List.copyOf(parked);
        parked.clear();
      }
    }
    waiting.forEach(call -> call.giveUp(unavailable()));
  }

  /** Nobody waits for a plugin any more. */
  void shutDown() {
    List<PendingCall<?>> waiting;
    synchronized (this) {
      over = true;
      waiting = List.copyOf(parked);
      parked.clear();
    }
    waiting.forEach(call -> call.giveUp(unavailable()));
  }

  @Override
  public <T> CompletableFuture<T> call(String what, PluginCall<T> call) {
    PendingCall<T> pending = new PendingCall<>(what, call);
    begin(pending);
    return pending.answer();
  }

  @Override
  public void release(Cluster cluster, Runnable work) {
    Service present = service;
    if (present == null || present.cluster() != cluster) {
      synchronized (this) {
        present = retiring;
      }
    }
    if (present != null && present.cluster() == cluster) {
      Service from = present;
      try {
        from.pool().runUnlessAbandoned(() -> guarded(from, work));
      } catch (RejectedExecutionException over) {
        LOG.debug("Cluster {}: closing it gives back the rest", name, over);
      }
    }
  }

  private void guarded(Service from, Runnable work) {
    try {
      work.run();
    } catch (Throwable thrown) {
      fault(from, "release", thrown);
    }
  }

  private void begin(PendingCall<?> call) {
    Service present = serviceOrPark(call);
    while (present != null) {
      Service chosen = present;
      try {
        chosen.pool().run(call, () -> run(call, chosen));
        calls.increment();
        guard(call, deadline, () -> tooLate(call));
        return;
      } catch (RejectedExecutionException rejected) {
        present = serviceOrPark(call);
        if (present != null && present.pool() == chosen.pool()) {
          call.giveUp(tooMany());
          return;
        }
      }
    }
  }

  /** Who is to be called; empty where the call waits now, or never will. */
  private @Nullable Service serviceOrPark(PendingCall<?> call) {
    boolean room;
    synchronized (this) {
      Service present = service;
      if (present != null) {
        return present;
      }
      room = !over && configured && parked.size() < CallPool.MOST_WAITING_CALLS;
      if (room) {
        parked.add(call);
      }
    }
    if (room) {
      guard(call, PATIENCE_FOR_A_PLUGIN, () -> notThere(call));
    } else {
      call.giveUp(unavailable());
    }
    return null;
  }

  /** Does something unless the call is answered in time. */
  private void guard(PendingCall<?> call, Duration patience, Runnable late) {
    try {
      Future<?> guard = timer.schedule(late, patience.toMillis(), TimeUnit.MILLISECONDS);
      call.answer().whenComplete((answer, failure) -> guard.cancel(false));
    } catch (RejectedExecutionException launcherEnds) {
      LOG.debug("Cluster {}: no deadline ({})", name, call.what(), launcherEnds);
    }
  }

  private void notThere(PendingCall<?> call) {
    boolean waits;
    synchronized (this) {
      waits = parked.remove(call);
    }
    if (waits) {
      call.giveUp(unavailable());
    }
  }

  private void tooLate(PendingCall<?> call) {
    String message =
        "Cluster "
            + name
            + " did not answer ("
            + call.what()
            + ") within "
            + deadline.toSeconds()
            + " seconds.";
    if (call.giveUp(new LauncherException(ErrorCode.TIMEOUT, message))) {
      failures.increment();
      fault = "its plugin did not answer in time (" + call.what() + ")";
      synchronized (this) {
        parked.remove(call);
      }
    }
  }

  private LauncherException unavailable() {
    return new LauncherException(
        ErrorCode.CLUSTER_UNAVAILABLE,
        "Cluster " + name + " is not available: " + told.message() + ".");
  }

  private LauncherException tooMany() {
    return new LauncherException(
        ErrorCode.TOO_MANY_REQUESTS,
        "Cluster "
            + name
            + " has "
            + CallPool.MOST_WAITING_CALLS
            + " requests waiting already; try again later.");
  }

  private void run(PendingCall<?> call, Service on) {
    if (call.answered()) {
      return;
    }
    if (!serves(on)) {
      // Its plugin went while it waited for a thread: the next one will do.
      begin(call);
      return;
    }
    ask(call, on);
  }

  private boolean serves(Service one) {
    Service present = service;
    return present != null && present.pool() == one.pool();
  }

  private void ask(PendingCall<?> call, Service on) {
    String before = fault;
    Runnable tell;
    try {
      tell = call.askedOf(on.cluster());
      if (fault.equals(before)) {
        fault = "";
      }
    } catch (LauncherException refusal) {
      tell = () -> call.refuse(refusal);
    } catch (Throwable thrown) {
      // Whatever it is, it is the plugin's: nobody else runs here.
      fault(on, call.what(), thrown);
      tell =
          () ->
              call.refuse(
                  new LauncherException(
                      ErrorCode.UNKNOWN,
                      "The plugin of cluster "
                          + name
                          + " failed ("
                          + call.what()
                          + "); the log tells more.",
                      thrown));
    }
    tell.run();
  }

  private void fault(Service of, String what, Throwable thrown) {
    failures.increment();
    if (serves(of)) {
      fault = "its plugin failed (" + what + "); the log tells more";
    }
    LOG.warn("Cluster {}: the plugin failed ({})", name, what, thrown);
  }
}
