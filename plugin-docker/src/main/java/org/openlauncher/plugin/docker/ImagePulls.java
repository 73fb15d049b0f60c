package org.openlauncher.plugin.docker;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;
import org.openlauncher.plugin.docker.engine.EngineUnreachableException;
import org.openlauncher.plugin.docker.engine.ImagePull;

/**
 * Fetches images, each once for all jobs that wait for it. A fetch that nobody waits for any more
 * is broken off.
 */
final class ImagePulls implements AutoCloseable {
  private static final int AT_ONCE = 4;
  private static final List<String> WANTS_CREDENTIALS =
      List.of("no basic auth credentials", "unauthorized", "authentication required");
  private static final List<String> MISSING =
      List.of("manifest unknown", "not found", "pull access denied");
  private static final Duration END = Duration.ofSeconds(5);

  /** Hears what becomes of the fetch that a job waits for; from any thread. */
  interface Listener {
    void progress(JobId job, String message);

    void fetched(JobId job);

    void failed(JobId job, Failure failure);
  }

  /**
   * Why an image was not fetched.
   *
   * @param missing whether there is no such image, or none for this user
   * @param passing whether it may succeed later, because it is the engine that can't be reached
   * @param message what happened
   */
  record Failure(boolean missing, boolean passing, String message) {}

  private final EngineClient engine;
  private final RegistryCredentials credentials;
  private final Duration limit;
  private final ScheduledExecutorService timer;
  private final Listener listener;
  private final ExecutorService threads;
  private final Map<String, Fetch> fetches = new HashMap<>();
  private boolean closed;

  private static final class Fetch {
    private final Set<JobId> waiting = new HashSet<>();
    private @Nullable Thread opening;
    private @Nullable ImagePull pull;
    private boolean late;
  }

  ImagePulls(
      String name,
      EngineClient engine,
      RegistryCredentials credentials,
      Duration limit,
      ScheduledExecutorService timer,
      Listener listener) {
    this.engine = engine;
    this.credentials = credentials;
    this.limit = limit;
    this.timer = timer;
    this.listener = listener;
    this.threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            task -> {
              Thread thread = new Thread(task, name + "-images");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Fetches an image for a job, or lets the job wait for a fetch that is under way. */
  synchronized void want(JobId job, String image) {
    if (closed) {
      return;
    }
    Fetch present = fetches.get(image);
    if (present != null) {
      present.waiting.add(job);
      return;
    }
    Fetch fetch = new Fetch();
    fetch.waiting.add(job);
    fetches.put(image, fetch);
    try {
      threads.execute(() -> run(image, fetch));
    } catch (RejectedExecutionException closing) {
      fetches.remove(image);
    }
  }

  /** A job does not wait any more. */
  synchronized void leave(JobId job, String image) {
    Fetch fetch = fetches.get(image);
    if (fetch != null && fetch.waiting.remove(job) && fetch.waiting.isEmpty()) {
      fetches.remove(image);
      breakOff(fetch);
    }
  }

  /** As long as the engine has not begun to answer there is nothing to close, only to interrupt. */
  private static void breakOff(Fetch fetch) {
    if (fetch.pull != null) {
      fetch.pull.close();
    } else if (fetch.opening != null) {
      fetch.opening.interrupt();
    }
  }

  private synchronized boolean mayOpen(Fetch fetch) {
    fetch.opening = Thread.currentThread();
    return !closed && !fetch.waiting.isEmpty();
  }

  private synchronized void opened(Fetch fetch, @Nullable ImagePull pull) {
    fetch.opening = null;
    fetch.pull = pull;
    // An interrupt that came late was meant for the opening.
    Thread.interrupted();
    if (closed || fetch.waiting.isEmpty() || fetch.late) {
      breakOff(fetch);
    }
  }

  private ImagePull open(ImageName image, Fetch fetch) {
    ImagePull pull = null;
    try {
      pull =
          ImagePull.open(
              engine,
              image.repository(),
              image.version(),
              credentials.header(image.registry()),
              limit);
      return pull;
    } finally {
      opened(fetch, pull);
    }
  }

  private void run(String image, Fetch fetch) {
    var alarm = timer.schedule(() -> late(fetch), limit.toMillis(), TimeUnit.MILLISECONDS);
    Optional<Failure> failure;
    try {
      failure = fetch(image, fetch);
    } finally {
      alarm.cancel(false);
    }
    Set<JobId> waiting;
    synchronized (this) {
      fetches.remove(image, fetch);
      waiting = closed ? Set.of() : Set.copyOf(fetch.waiting);
    }
    for (JobId job : waiting) {
      failure.ifPresentOrElse(reason -> listener.failed(job, reason), () -> listener.fetched(job));
    }
  }

  private synchronized void late(Fetch fetch) {
    fetch.late = true;
    breakOff(fetch);
  }

  private Optional<Failure> fetch(String text, Fetch fetch) {
    ImageName image = ImageName.of(text);
    if (!mayOpen(fetch)) {
      return Optional.empty();
    }
    try (ImagePull pull = open(image, fetch)) {
      for (Optional<String> message = pull.next(); message.isPresent(); message = pull.next()) {
        tell(fetch, "Fetching image " + text + ": " + message.get());
      }
      return Optional.empty();
    } catch (EngineException refusal) {
      return Optional.of(refused(text, image.registry(), refusal));
    } catch (EngineUnreachableException failure) {
      return Optional.of(
          isLate(fetch)
              ? new Failure(
                  false,
                  false,
                  "Image "
                      + text
                      + " was not fetched within "
                      + limit.toSeconds()
                      + " s (image-pull-timeout-seconds).")
              : new Failure(
                  false, true, "Image " + text + " can't be fetched: " + failure.getMessage()));
    }
  }

  private Failure refused(String image, String registry, EngineException refusal) {
    String words = refusal.getMessage();
    String lower = words.toLowerCase(Locale.ROOT);
    String begin = "Image " + image + " can't be fetched: ";
    if (WANTS_CREDENTIALS.stream().anyMatch(lower::contains)) {
      return new Failure(true, false, begin + credentials.lack(registry) + " (" + words + ")");
    }
    boolean missing = refusal.notFound() || MISSING.stream().anyMatch(lower::contains);
    return new Failure(missing, false, begin + words);
  }

  private synchronized boolean isLate(Fetch fetch) {
    return fetch.late;
  }

  private void tell(Fetch fetch, String message) {
    Set<JobId> waiting;
    synchronized (this) {
      waiting = closed ? Set.of() : Set.copyOf(fetch.waiting);
    }
    waiting.forEach(job -> listener.progress(job, message));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      fetches.values().forEach(ImagePulls::breakOff);
      fetches.clear();
    }
    threads.shutdownNow();
    try {
      threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
