package org.openlauncher.host.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.auth.CodeFolder;
import org.openlauncher.host.clusters.ServedClusters;
import org.openlauncher.host.plugins.KeptJars.Copy;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what is in the plugins folder runs: of each plugin the highest version that is
 * there. What the jars are is found out by one thread; what becomes of each plugin is its {@link
 * ManagedPlugin}'s business, so that none waits for another.
 */
public final class PluginLifeCycle implements Plugins, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginLifeCycle.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** They stop before the launcher's own bundles do. */
  private static final int START_LEVEL = 4;

  private static final Comparator<Candidate> LOWEST_FIRST =
      Comparator.<Candidate, Version>comparing(each -> each.jar().version())
          .thenComparing(Candidate::file);

  private final Settings settings;
  private final BundleContext framework;
  private final KeptJars kept;
  private final PluginArrivals arrivals = new PluginArrivals();
  private final FolderScan scan;
  private final AtomicLong numbers = new AtomicLong();
  private final CompletableFuture<Void> firstLook = new CompletableFuture<>();
  private final Map<String, ManagedPlugin> plugins = new TreeMap<>();
  private final Thread thread = new Thread(this::run, "plugins-folder");
  private volatile List<String> folderTroubles = List.of();
  private final Semaphore lookNow = new Semaphore(0);
  private final List<CompletableFuture<Void>> begun = new ArrayList<>();
  private boolean allSeen;
  private Set<String> tidied = Set.of();

  /**
   * What the launcher says of its plugins.
   *
   * @param folder where the jars are
   * @param copies a folder of the launcher's own
   * @param signers whose certificates have to have signed them; empty where that does not matter
   * @param clusters what is known of the clusters
   */
  public record Settings(
      CodeFolder folder, Path copies, Optional<Path> signers, ServedClusters clusters) {}

  /** A jar that could be run. */
  private record Candidate(Path file, PluginJar jar) {}

  /** Where a plugin meets the framework. */
  private final class Door implements PluginDoor {
    @Override
    public PluginBundle install(PluginJar jar) throws UnusableJarException {
      return PluginBundle.install(framework, jar, numbers.incrementAndGet(), START_LEVEL, arrivals);
    }

    @Override
    public void remove(PluginBundle bundle) throws InterruptedException {
      if (bundle.remove()) {
        bundle.refresh(framework);
      }
    }

    @Override
    public Optional<PluginJar> copy(Copy copy) {
      try {
        return kept.find(copy, signers());
      } catch (UnusableJarException noCertificate) {
        LOG.error("No plugin can be checked: {}", noCertificate.reason());
        return Optional.empty();
      }
    }

    @Override
    public boolean wanted(String type) {
      return settings.clusters().wanted(type);
    }

    @Override
    public Duration patience() {
      return settings.clusters().patience();
    }
  }

  /**
   * Prepares it; nothing runs yet.
   *
   * @throws IOException where the folder of the copies can't be used
   */
  public PluginLifeCycle(BundleContext framework, Settings settings) throws IOException {
    this.framework = framework;
    this.settings = settings;
    this.kept = KeptJars.in(settings.copies());
    this.scan =
        new FolderScan(
            settings.folder(),
            settings.signers(),
            file -> kept.copied(file, signers()),
            lookNow::release);
  }

  private Optional<JarSigners> signers() throws UnusableJarException {
    return settings.signers().isPresent()
        ? Optional.of(JarSigners.read(settings.signers().get()))
        : Optional.empty();
  }

  /** Begins to look, when the framework has started. */
  public void start() {
    thread.start();
  }

  /** Where plugins are told of that come from bundles. */
  public PluginArrivals arrivals() {
    return arrivals;
  }

  /** Completes when all that was in the folder at the start runs or was refused. */
  public CompletableFuture<Void> firstLook() {
    return firstLook.copy();
  }

  private void run() {
    try {
      awaitFramework();
      while (!Thread.currentThread().isInterrupted()) {
        look();
        if (lookNow.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
          lookNow.drainPermits();
        }
      }
    } catch (InterruptedException launcherEnds) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitFramework() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.STARTED) {
            started.countDown();
          }
        };
    framework.addFrameworkListener(listener);
    if (framework.getBundle(0).getState() != Bundle.ACTIVE) {
      started.await();
    }
    framework.removeFrameworkListener(listener);
  }

  private void look() {
    List<CompletableFuture<Void>> done = new ArrayList<>();
    boolean settled = true;
    try {
      Map<Path, FolderScan.Entry> entries = scan.look();
      folderTroubles = FolderScan.troubles(entries);
      done.addAll(follow(entries));
      settled = entries.values().stream().allMatch(FolderScan.Entry::settled);
    } catch (UnusableJarException unusable) {
      // What runs goes on: a folder that can't be read tells nothing of what is in it.
      tellFolder(unusable.reason());
    } catch (RuntimeException failure) {
      LOG.error("The plugins folder is in disorder", failure);
    }
    if (!allSeen) {
      begun.addAll(done);
    }
    if (!allSeen && settled) {
      // What is begun now takes longer than the next look does, which begins nothing.
      allSeen = true;
      CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
          .whenComplete((all, failure) -> firstLook.complete(null));
      begun.clear();
    }
  }

  private void tellFolder(String reason) {
    List<String> now = List.of("no plugin is loaded: " + reason);
    if (!now.equals(folderTroubles)) {
      LOG.error("No plugin is loaded: {}", reason);
      folderTroubles = now;
    }
  }

  private List<CompletableFuture<Void>> follow(Map<Path, FolderScan.Entry> entries) {
    Map<String, Candidate> best = new HashMap<>();
    entries.forEach(
        (file, entry) ->
            entry
                .jar()
                .ifPresent(
                    jar ->
                        best.merge(
                            jar.name(),
                            new Candidate(file, jar),
                            BinaryOperator.maxBy(LOWEST_FIRST))));
    List<CompletableFuture<Void>> done = new ArrayList<>();
    synchronized (plugins) {
      best.forEach(
          (name, candidate) -> {
            ManagedPlugin plugin =
                plugins.computeIfAbsent(name, fresh -> new ManagedPlugin(fresh, new Door(), kept));
            if (!damaged(plugin, entries)) {
              done.add(plugin.want(candidate.jar(), candidate.file()));
            }
          });
      List<String> gone =
          plugins.entrySet().stream()
              .filter(each -> !best.containsKey(each.getKey()))
              .filter(each -> !entries.containsKey(each.getValue().place()))
              .map(Map.Entry::getKey)
              .toList();
      if (entries.values().stream().allMatch(FolderScan.Entry::settled)) {
        // Before, what has come and is not read yet might be what takes its place.
        gone.forEach(
            name ->
                Optional.ofNullable(plugins.remove(name))
                    .map(ManagedPlugin::gone)
                    .ifPresent(done::add));
        tidy(entries);
      }
    }
    return done;
  }

  private void tidy(Map<Path, FolderScan.Entry> entries) {
    Set<String> needed = new HashSet<>();
    plugins.values().forEach(plugin -> needed.addAll(plugin.needed()));
    entries.values().forEach(entry -> entry.jar().map(PluginJar::digest).ifPresent(needed::add));
    if (!needed.equals(tidied)) {
      kept.tidy(needed);
      tidied = needed;
    }
  }

  /** Whether the jar that it runs was replaced by one that is no use: then it runs on. */
  private static boolean damaged(ManagedPlugin plugin, Map<Path, FolderScan.Entry> entries) {
    return Optional.ofNullable(entries.get(plugin.place()))
        .filter(entry -> entry.trouble().isPresent())
        .isPresent();
  }

  @Override
  public List<InstalledPlugin> plugins() {
    synchronized (plugins) {
      return plugins.values().stream().map(ManagedPlugin::overview).toList();
    }
  }

  @Override
  public List<String> troubles() {
    List<String> troubles = new ArrayList<>(folderTroubles);
    synchronized (plugins) {
      plugins.values().forEach(plugin -> plugin.trouble().ifPresent(troubles::add));
    }
    return troubles;
  }

  @Override
  public CompletableFuture<InstalledPlugin> restart(String name) {
    return find(name).restart();
  }

  @Override
  public CompletableFuture<InstalledPlugin> rollBack(String name) {
    return find(name).rollBack();
  }

  private ManagedPlugin find(String name) {
    synchronized (plugins) {
      ManagedPlugin named = plugins.get(name);
      if (named != null) {
        return named;
      }
      List<ManagedPlugin> serving =
          plugins.values().stream()
              .filter(
                  plugin ->
                      plugin.overview().types().stream()
                          .anyMatch(type -> type.equalsIgnoreCase(name)))
              .toList();
      if (serving.size() == 1) {
        return serving.get(0);
      }
      throw new LauncherException(
          ErrorCode.NOT_FOUND,
          "There is no plugin "
              + name
              + "; there are "
              + (plugins.isEmpty() ? "none" : String.join(", ", plugins.keySet()))
              + ".");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    synchronized (plugins) {
      plugins.values().forEach(ManagedPlugin::close);
    }
  }
}
