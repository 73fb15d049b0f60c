package org.openlauncher.host.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the jars that are run, and of those before them: a plugin can go back to the version
 * before also when its jar is not in the plugins folder any more, and nobody changes a jar under a
 * bundle that runs. Kept in a folder of the launcher's own, over restarts.
 */
final class KeptJars {
  private static final Logger LOG = LoggerFactory.getLogger(KeptJars.class);
  private static final String NOTE = ".properties";
  private static final String JAR = ".jar";

  private final Path folder;
  private final Map<String, Note> notes = new ConcurrentHashMap<>();

  /**
   * What is known of a plugin's jars.
   *
   * @param serving which one runs, or ran when the launcher ended
   * @param before which one ran before it
   * @param passedOver one that an administrator went back from
   */
  record Note(Optional<Copy> serving, Optional<Copy> before, Optional<Copy> passedOver) {
    static final Note NONE = new Note(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A jar that was copied.
   *
   * @param digest what it is found by
   * @param version of the bundle in it
   */
  record Copy(String digest, String version) {
    static Copy of(PluginJar jar) {
      return new Copy(jar.digest(), jar.version().toString());
    }

    private static Optional<Copy> parse(@Nullable String text) {
      return Optional.ofNullable(text)
          .map(present -> present.split(" ", 2))
          .filter(parts -> parts.length == 2)
          .map(parts -> new Copy(parts[0], parts[1]));
    }

    boolean is(PluginJar jar) {
      return digest.equals(jar.digest());
    }

    private String text() {
      return digest + " " + version;
    }
  }

  private KeptJars(Path folder) {
    this.folder = folder;
  }

  /** Opens the folder, with what an earlier launcher has left there. */
  static KeptJars in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    KeptJars kept = new KeptJars(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(NOTE)) {
          kept.notes.put(name.substring(0, name.length() - NOTE.length()), read(file));
        }
      }
    }
    kept.tidy(Set.of());
    return kept;
  }

  private static Note read(Path file) throws IOException {
    Properties values = new Properties();
    try (InputStream content = Files.newInputStream(file)) {
      values.load(content);
    }
    return new Note(
        Copy.parse(values.getProperty("serving")),
        Copy.parse(values.getProperty("before")),
        Copy.parse(values.getProperty("passed-over")));
  }

  Note note(String plugin) {
    return notes.getOrDefault(plugin, Note.NONE);
  }

  /** Remembers what runs from now on. */
  void note(String plugin, Note note) {
    notes.put(plugin, note);
    Properties values = new Properties();
    note.serving().ifPresent(copy -> values.setProperty("serving", copy.text()));
    note.before().ifPresent(copy -> values.setProperty("before", copy.text()));
    note.passedOver().ifPresent(copy -> values.setProperty("passed-over", copy.text()));
    Path file = folder.resolve(plugin + NOTE);
    Path fresh = folder.resolve(plugin + NOTE + ".tmp");
    try {
      try (OutputStream content = Files.newOutputStream(fresh)) {
        values.store(content, null);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      LOG.error("Plugin {}: {} can't be written", plugin, file, failure);
    }
  }

  /** The plugin has gone. */
  void forget(String plugin) {
    notes.remove(plugin);
    try {
      Files.deleteIfExists(folder.resolve(plugin + NOTE));
    } catch (IOException failure) {
      LOG.warn("Plugin {}: its note can't be removed", plugin, failure);
    }
  }

  /**
   * Copies a jar, and reads the copy: nobody can change it between the look and its use. One that
   * was copied before is not copied again.
   */
  PluginJar copied(Path jar, Optional<JarSigners> signers) throws UnusableJarException {
    try {
      Path known = place(PluginJar.digest(jar));
      if (Files.exists(known)) {
        return PluginJar.read(known, signers);
      }
      Path fresh = Files.createTempFile(folder, "incoming", ".tmp");
      try {
        Files.copy(jar, fresh, StandardCopyOption.REPLACE_EXISTING);
        PluginJar read = PluginJar.read(fresh, signers);
        Path place = place(read.digest());
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        return new PluginJar(place, read.name(), read.version(), read.digest());
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException failure) {
      throw new UnusableJarException("it can't be copied: " + failure);
    }
  }

  /** A jar that was copied once; empty where it is not there any more, or may not be run now. */
  Optional<PluginJar> find(Copy copy, Optional<JarSigners> signers) {
    Path place = place(copy.digest());
    if (!Files.exists(place)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PluginJar.read(place, signers)).filter(copy::is);
    } catch (UnusableJarException unusable) {
      LOG.warn("The copy {} of a plugin is not used: {}", place, unusable.reason());
      return Optional.empty();
    }
  }

  private Path place(String digest) {
    return folder.resolve(digest + JAR);
  }

  /**
   * Removes copies that nobody will ask for.
   *
   * @param wanted digests that are in use beside those of the notes
   */
  void tidy(Set<String> wanted) {
    Set<String> used = new HashSet<>(wanted);
    notes
        .values()
        .forEach(
            note -> {
              note.serving().map(Copy::digest).ifPresent(used::add);
              note.before().map(Copy::digest).ifPresent(used::add);
            });
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(JAR) && !used.contains(name.substring(0, name.length() - JAR.length()))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException failure) {
      LOG.warn("Copies of plugins can't be removed", failure);
    }
  }
}
