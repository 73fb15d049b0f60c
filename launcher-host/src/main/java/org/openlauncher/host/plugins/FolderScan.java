package org.openlauncher.host.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.auth.CodeFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the plugins folder, again and again. A jar counts when it rests from one look to the
 * next and is complete; until then, it is what it was before. Each is read on a thread of its own,
 * so that a small one need not wait for a large one. To be looked through by one thread.
 */
final class FolderScan {
  private static final Logger LOG = LoggerFactory.getLogger(FolderScan.class);
  private static final String ATTRIBUTES = "unix:ino,dev,size,mode,uid,lastModifiedTime,ctime";

  private final CodeFolder rules;
  private final Optional<Path> certificate;
  private final Reader reader;
  private final Runnable whenRead;
  private final Map<Path, Seen> seen = new TreeMap<>();
  private boolean first = true;

  /**
   * @param certificate decides on jars too: when it changes, they are read again
   * @param whenRead told when a jar was read, so that somebody looks again
   */
  FolderScan(CodeFolder folder, Optional<Path> certificate, Reader reader, Runnable whenRead) {
    this.rules = folder;
    this.certificate = certificate;
    this.reader = reader;
    this.whenRead = whenRead;
  }

  /** Makes a plugin's jar of a file. */
  @FunctionalInterface
  interface Reader {
    PluginJar read(Path file) throws UnusableJarException;
  }

  /**
   * A file of the folder.
   *
   * @param jar what it is, or was before it changed; empty where that is not known or no use
   * @param trouble why it can't be used
   * @param settled whether it is known what it is now
   */
  record Entry(Optional<PluginJar> jar, Optional<String> trouble, boolean settled) {}

  /** A file as it was at the look before. */
  private static final class Seen {
    private final String stamp;
    private final Optional<PluginJar> before;
    private Optional<CompletableFuture<Entry>> entry = Optional.empty();

    private Seen(String stamp, Optional<PluginJar> before) {
      this.stamp = stamp;
      this.before = before;
    }

    private Entry now() {
      return entry
          .filter(CompletableFuture::isDone)
          .map(CompletableFuture::join)
          .orElseGet(() -> new Entry(before, Optional.empty(), false));
    }
  }

  /**
   * Looks once.
   *
   * @return the files that end in .jar, in the order of their names
   * @throws UnusableJarException where the folder can't be read or may not be used
   */
  Map<Path, Entry> look() throws UnusableJarException {
    Map<Path, String> stamps = stamps();
    seen.keySet().retainAll(stamps.keySet());
    stamps.forEach(this::look);
    first = false;
    Map<Path, Entry> entries = new TreeMap<>();
    seen.forEach((file, state) -> entries.put(file, state.now()));
    return entries;
  }

  private void look(Path file, String stamp) {
    Optional<Seen> before = Optional.ofNullable(seen.get(file));
    boolean same = before.filter(state -> state.stamp.equals(stamp)).isPresent();
    if (!same) {
      seen.put(file, new Seen(stamp, before.flatMap(state -> state.now().jar())));
    }
    Seen now = Objects.requireNonNull(seen.get(file));
    if ((same || first) && now.entry.isEmpty()) {
      CompletableFuture<Entry> reading = new CompletableFuture<>();
      now.entry = Optional.of(reading);
      Thread thread =
          new Thread(
              () -> {
                reading.complete(read(file));
                whenRead.run();
              },
              "plugin-jar");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private Map<Path, String> stamps() throws UnusableJarException {
    Map<Path, String> stamps = new HashMap<>();
    try {
      Optional<String> weakness = rules.weakness();
      if (weakness.isPresent()) {
        throw new UnusableJarException(weakness.get());
      }
      String signers = certificate.map(FolderScan::stamp).orElse("");
      try (DirectoryStream<Path> files = Files.newDirectoryStream(rules.path(), "*.jar")) {
        for (Path file : files) {
          stamps.put(file, stamp(file) + signers);
        }
      }
    } catch (IOException failure) {
      throw new UnusableJarException("the plugins folder can't be read: " + failure);
    }
    return stamps;
  }

  private static String stamp(Path file) {
    try {
      return new TreeMap<>(Files.readAttributes(file, ATTRIBUTES)).toString();
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  private Entry read(Path file) {
    try {
      Optional<String> weakness = rules.weakness(file);
      if (weakness.isPresent()) {
        throw new UnusableJarException(weakness.get());
      }
      return new Entry(Optional.of(reader.read(file)), Optional.empty(), true);
    } catch (IOException unreadable) {
      return unusable(file, "it can't be read: " + unreadable);
    } catch (UnusableJarException unusable) {
      return unusable(file, unusable.reason());
    } catch (RuntimeException failure) {
      LOG.error("{} can't be read", file, failure);
      return unusable(file, "it can't be read: " + failure);
    }
  }

  private static Entry unusable(Path file, String reason) {
    LOG.error("{} is not loaded: {}", file, reason);
    return new Entry(Optional.empty(), Optional.of(reason), true);
  }

  /** What is wrong with files, a sentence each. */
  static List<String> troubles(Map<Path, Entry> entries) {
    return entries.entrySet().stream()
        .flatMap(
            each ->
                each.getValue().trouble().stream()
                    .map(reason -> each.getKey() + " is not loaded: " + reason))
        .toList();
  }
}
