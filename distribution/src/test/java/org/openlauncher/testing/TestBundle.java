package org.openlauncher.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A bundle whose sources lie in a folder of src/test/bundles; compiled and packed by the test. */
public record TestBundle(String folder, String symbolicName, String imports) {
  private static final Path SOURCES = Path.of("src/test/bundles");

  public static final TestBundle HOST =
      new TestBundle(
          "stand-in-host",
          "org.openlauncher.launcher-host",
          "org.osgi.framework,com.sun.net.httpserver");

  public static final TestBundle PLUGIN =
      new TestBundle(
          "stand-in-plugin",
          "org.example.stand-in-plugin",
          "org.openlauncher.api.plugin;version=\"[1,2)\","
              + "org.openlauncher.api.configuration;version=\"[1,2)\"");

  /** Appears under its name only when it is complete, as an administrator's upgrade should. */
  public void packTo(Path jar, String version) throws IOException {
    Path classes = Files.createTempDirectory(Path.of("target"), "bundle-classes");
    compile(classes);
    Path incomplete = jar.resolveSibling(jar.getFileName() + ".tmp");
    try (OutputStream file = Files.newOutputStream(incomplete);
        JarOutputStream output = new JarOutputStream(file, manifest(version))) {
      addAll(output, SOURCES.resolve(folder), ".xml");
      addAll(output, classes, ".class");
    }
    Files.move(
        incomplete, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(SOURCES.resolve(folder))) {
      List<Path> java = sources.filter(path -> path.toString().endsWith(".java")).toList();
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      if (!compiler
          .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
          .call()) {
        throw new IOException("test bundle " + folder + " does not compile");
      }
    }
  }

  private Manifest manifest(String version) {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", symbolicName);
    headers.putValue("Bundle-Version", version);
    headers.putValue("Import-Package", imports);
    headers.putValue("Service-Component", "OSGI-INF/component.xml");
    return manifest;
  }

  private static void addAll(JarOutputStream output, Path root, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
        output.putNextEntry(new ZipEntry(root.relativize(file).toString()));
        Files.copy(file, output);
        output.closeEntry();
      }
    }
  }
}
