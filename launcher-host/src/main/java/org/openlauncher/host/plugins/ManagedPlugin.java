package org.openlauncher.host.plugins;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.plugins.KeptJars.Copy;
import org.openlauncher.host.plugins.KeptJars.Note;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plugin, by its symbolic name, through all its versions. The next version is started beside
 * the one that runs and has to prove itself: only then the other one is let go, else it goes on.
 * All of that happens on one thread of the plugin's own.
 */
final class ManagedPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedPlugin.class);
  private static final long IDLE_THREAD_SECONDS = 5;

  private final String name;
  private final PluginDoor door;
  private final KeptJars kept;
  private final ExecutorService thread;

  /** Why versions were refused, by the digests of their jars. */
  private final Map<String, String> refused = new HashMap<>();

  private @Nullable PluginBundle running;
  private @Nullable PluginJar wanted;
  private String file = "";
  private Optional<String> trouble = Optional.empty();

  ManagedPlugin(String name, PluginDoor door, KeptJars kept) {
    this.name = name;
    this.door = door;
    this.kept = kept;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "plugin-versions"));
    pool.allowCoreThreadTimeOut(true);
    this.thread = pool;
  }

  /** What one step does; it may take long. */
  private interface Step<T> {
    T take() throws InterruptedException;
  }

  private <T> CompletableFuture<T> later(Step<T> step) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            try {
              answer.complete(step.take());
            } catch (InterruptedException launcherEnds) {
              Thread.currentThread().interrupt();
              answer.completeExceptionally(ending());
            } catch (LauncherException refusal) {
              answer.completeExceptionally(refusal);
            } catch (RuntimeException failure) {
              LOG.error("Plugin {} is in disorder", name, failure);
              answer.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException launcherEnds) {
      answer.completeExceptionally(ending());
    }
    return answer;
  }

  private static LauncherException ending() {
    return new LauncherException(ErrorCode.PLUGIN_RESTARTED, "The launcher ends.");
  }

  /** This jar is in the folder. Completes when it runs or was refused. */
  CompletableFuture<Void> want(PluginJar jar, Path place) {
    synchronized (this) {
      boolean known = wanted != null && wanted.digest().equals(jar.digest());
      wanted = jar;
      file = place.toString();
      if (known) {
        return CompletableFuture.completedFuture(null);
      }
    }
    return later(
            () -> {
              follow();
              return true;
            })
        .thenAccept(done -> {});
  }

  /** Where its jar lies. */
  synchronized Path place() {
    return Path.of(file);
  }

  /** The digests of the jars that it may still need. */
  synchronized Set<String> needed() {
    Set<String> digests = new TreeSet<>();
    Optional.ofNullable(running).ifPresent(bundle -> digests.add(bundle.jar().digest()));
    Optional.ofNullable(wanted).ifPresent(jar -> digests.add(jar.digest()));
    return digests;
  }

  private void follow() throws InterruptedException {
    PluginJar next;
    boolean runs;
    synchronized (this) {
      next = Objects.requireNonNull(wanted);
      runs = running != null;
    }
    Note note = noteFor(next);
    if (!runs) {
      // What is in the folder is not what ran last: it has to prove itself beside that.
      runs =
          note.serving()
              .filter(copy -> !copy.is(next))
              .flatMap(door::copy)
              .map(this::begun)
              .orElse(false);
    }
    if (runs && note.passedOver().filter(copy -> copy.is(next)).isPresent()) {
      tell("an administrator went back from version " + next.version());
      return;
    }
    if (runs && isRunning(next)) {
      tell("");
    } else if (!isRefused(next)) {
      change(next);
    }
  }

  /** An administrator went back from one jar, not from those that are put there later. */
  private Note noteFor(PluginJar next) {
    Note note = kept.note(name);
    if (note.passedOver().filter(copy -> !copy.is(next)).isPresent()) {
      kept.note(name, new Note(note.serving(), note.before(), Optional.empty()));
    }
    return kept.note(name);
  }

  private boolean begun(PluginJar last) {
    try {
      return change(last).isEmpty();
    } catch (InterruptedException launcherEnds) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized boolean isRunning(PluginJar jar) {
    return running != null && running.jar().digest().equals(jar.digest());
  }

  private synchronized boolean isRefused(PluginJar jar) {
    return refused.containsKey(jar.digest());
  }

  private synchronized void tell(String what) {
    trouble = Optional.of(what).filter(text -> !text.isEmpty());
  }

  private synchronized Optional<PluginBundle> running() {
    return Optional.ofNullable(running);
  }

  /** Runs a jar in the place of what runs; why not, where that fails. */
  private Optional<String> change(PluginJar next) throws InterruptedException {
    Optional<PluginBundle> before = running();
    Optional<String> failure;
    try {
      PluginBundle fresh = door.install(next);
      failure = tried(fresh, before);
      if (failure.isEmpty()) {
        succeeded(fresh, before);
        return failure;
      }
      door.remove(fresh);
    } catch (UnusableJarException unusable) {
      failure = Optional.of(unusable.reason());
    }
    String reason = failure.orElseThrow();
    synchronized (this) {
      refused.put(next.digest(), reason);
    }
    String story =
        "version "
            + next.version()
            + " is not used: "
            + reason
            + before
                .map(bundle -> "; version " + bundle.jar().version() + " serves")
                .orElse("; no version serves");
    LOG.error("Plugin {}: {}", name, story);
    tell(story);
    return failure;
  }

  private void succeeded(PluginBundle fresh, Optional<PluginBundle> before)
      throws InterruptedException {
    Note note = kept.note(name);
    Optional<Copy> last =
        before
            .map(bundle -> Copy.of(bundle.jar()))
            .filter(copy -> !copy.is(fresh.jar()))
            .or(note::before);
    kept.note(name, new Note(Optional.of(Copy.of(fresh.jar())), last, note.passedOver()));
    synchronized (this) {
      running = fresh;
      refused.remove(fresh.jar().digest());
    }
    tell("");
    LOG.info(
        "Plugin {} {} serves{}",
        name,
        fresh.jar().version(),
        before.map(bundle -> " in the place of " + bundle.jar().version()).orElse(""));
    if (before.isPresent()) {
      door.remove(before.get());
    }
  }

  /** Starts a bundle and has it serve its clusters; why it can't. */
  private Optional<String> tried(PluginBundle fresh, Optional<PluginBundle> before)
      throws InterruptedException {
    Optional<String> notStarted = fresh.start();
    if (notStarted.isPresent()) {
      return notStarted;
    }
    Set<String> needed =
        before.map(PluginBundle::types).orElse(List.of()).stream()
            .filter(door::wanted)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = fresh.awaitTypes(needed);
    if (!missing.isEmpty()) {
      return Optional.of(
          needed.isEmpty()
              ? "it offers no plugin; the log may tell why"
              : "it offers no plugin of type "
                  + String.join(" and ", missing)
                  + ", which clusters need"
                  + (fresh.types().isEmpty()
                      ? ""
                      : ", but of " + String.join(", ", fresh.types())));
    }
    List<String> troubles = fresh.awaitClusters(door.patience());
    return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
  }

  /** Its jar has gone. Completes when it is closed. */
  CompletableFuture<Void> gone() {
    CompletableFuture<Boolean> closed =
        later(
            () -> {
              Optional<PluginBundle> last = running();
              synchronized (this) {
                running = null;
              }
              if (last.isPresent()) {
                door.remove(last.get());
                LOG.info("Plugin {} has gone; jobs of its clusters go on", last.get().jar());
              }
              kept.forget(name);
              return true;
            });
    thread.shutdown();
    return closed.thenAccept(done -> {});
  }

  /** Starts it anew, as an upgrade to the same version; what runs then. */
  CompletableFuture<InstalledPlugin> restart() {
    return later(
        () -> {
          Optional<PluginBundle> before = running();
          PluginJar again;
          synchronized (this) {
            refused.clear();
            again = before.map(PluginBundle::jar).orElse(Objects.requireNonNull(wanted));
          }
          requireSuccess("restarted", change(again));
          follow();
          return overview();
        });
  }

  /** Goes back to the version before; what runs then. */
  CompletableFuture<InstalledPlugin> rollBack() {
    return later(
        () -> {
          Note note = kept.note(name);
          PluginJar before =
              note.before()
                  .flatMap(door::copy)
                  .orElseThrow(
                      () ->
                          new LauncherException(
                              ErrorCode.INVALID_REQUEST,
                              "Plugin " + name + ": there is no version before this one."));
          requireSuccess("rolled back", change(before));
          PluginJar inFolder;
          synchronized (this) {
            inFolder = Objects.requireNonNull(wanted);
          }
          Note after = kept.note(name);
          kept.note(
              name,
              new Note(
                  after.serving(),
                  after.before(),
                  Optional.of(Copy.of(inFolder)).filter(copy -> !isRunning(inFolder))));
          follow();
          return overview();
        });
  }

  private void requireSuccess(String what, Optional<String> failure) {
    failure.ifPresent(
        reason -> {
          throw new LauncherException(
              ErrorCode.CLUSTER_UNAVAILABLE,
              "Plugin " + name + " could not be " + what + ": " + reason + ".");
        });
  }

  synchronized Optional<String> trouble() {
    return trouble.map(text -> "plugin " + name + ": " + text);
  }

  synchronized InstalledPlugin overview() {
    PluginBundle bundle = running;
    String version =
        bundle == null
            ? Optional.ofNullable(wanted).map(jar -> jar.version().toString()).orElse("")
            : bundle.jar().version().toString();
    return new InstalledPlugin(
        name,
        version,
        bundle == null ? InstalledPlugin.REFUSED : bundle.state(),
        bundle == null ? List.of() : bundle.types(),
        file,
        kept.note(name).before().map(Copy::version),
        trouble);
  }

  void close() {
    thread.shutdownNow();
  }
}
