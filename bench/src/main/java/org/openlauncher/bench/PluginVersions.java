package org.openlauncher.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Enumeration;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import tools.jackson.databind.JsonNode;

/** One plugin of an installation, put into its folder again and again with another version. */
final class PluginVersions {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path jar;
  private final Path original;
  private int version;

  /**
   * @param module the plugin's module
   * @param folder where the jar as it was built is kept
   */
  PluginVersions(Path plugins, String module, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(plugins)) {
      jar =
          files
              .filter(file -> file.getFileName().toString().startsWith(module + "-"))
              .findFirst()
              .orElseThrow(() -> new IOException("no " + module + " in " + plugins));
    }
    original = folder.resolve(jar.getFileName() + ".built");
    Files.copy(jar, original, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts the next version in the place of the present one, as docs/operating.md says. */
  String next() throws IOException {
    version++;
    String text = "9.0." + version;
    Path fresh = jar.resolveSibling(jar.getFileName() + ".tmp");
    try (JarFile built = new JarFile(original.toFile());
        OutputStream file = Files.newOutputStream(fresh)) {
      Manifest manifest = built.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", text);
      try (JarOutputStream output = new JarOutputStream(file, manifest)) {
        copyEntries(built, output);
      }
    }
    Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return text;
  }

  private static void copyEntries(JarFile from, JarOutputStream to) throws IOException {
    Enumeration<JarEntry> entries = from.entries();
    while (entries.hasMoreElements()) {
      JarEntry entry = entries.nextElement();
      if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream content = from.getInputStream(entry)) {
          content.transferTo(to);
        }
        to.closeEntry();
      }
    }
  }

  /** Waits until a version serves, alone, and all is well. */
  static void awaitServing(Client client, String version) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!serves(client.status(), version)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "version " + version + " does not serve after " + LIMIT + ": " + client.status());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static boolean serves(JsonNode status, String version) {
    long serving = 0;
    boolean there = false;
    for (JsonNode plugin : status.path("plugins")) {
      if (plugin.path("type").asString("").equals("Local")) {
        serving++;
        there |= plugin.path("version").asString("").equals(version);
      }
    }
    return there && serving == 1 && status.path("status").asString("").equals("Green");
  }

  /** The jar as it was built, back in its place. */
  void restore() throws IOException {
    Path fresh = jar.resolveSibling(jar.getFileName() + ".tmp");
    Files.copy(original, fresh, StandardCopyOption.REPLACE_EXISTING);
    Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
