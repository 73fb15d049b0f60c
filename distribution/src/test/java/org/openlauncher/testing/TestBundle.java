package org.openlauncher.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A bundle whose sources lie in a folder of src/test/bundles; compiled and packed by the test. */
public record TestBundle(String folder, String symbolicName, String imports) {
  private static final Path SOURCES = Path.of("src/test/bundles");

  /** Each folder is compiled once, however often it is packed. */
  private static final Map<String, Path> COMPILED = new HashMap<>();

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

  /** Does what its faults say; see there. */
  public static final TestBundle TRIAL =
      new TestBundle(
          "trial-plugin",
          "org.example.trial-plugin",
          Stream.of("plugin", "configuration", "error", "job", "user")
              .map(name -> "org.openlauncher.api." + name + ";version=\"[1,2)\"")
              .collect(Collectors.joining(",")));

  /**
   * The entries that make a trial plugin.
   *
   * @param faults as its class has it
   * @param types the types that it offers
   */
  public static Map<String, String> trial(String faults, String... types) {
    return Map.of(
        "faults",
        faults,
        "OSGI-INF/components.xml",
        Arrays.stream(types)
            .map(
                type ->
                    """
                    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="trial-%1$s">
                      <implementation class="org.openlauncher.trial.TrialPlugin"/>
                      <property name="openlauncher.plugin.type" value="%1$s"/>
                      <service>
                        <provide interface="org.openlauncher.api.plugin.Plugin"/>
                      </service>
                    </scr:component>
                    """
                        .formatted(type))
            .collect(Collectors.joining("\n", "<components>", "</components>")));
  }

  /** Appears under its name only when it is complete, as an administrator's upgrade should. */
  public void packTo(Path jar, String version) throws IOException {
    packTo(jar, version, Map.of());
  }

  /**
   * The same, with further entries.
   *
   * @param entries names and contents
   */
  public void packTo(Path jar, String version, Map<String, String> entries) throws IOException {
    Path incomplete = jar.resolveSibling(jar.getFileName() + ".tmp");
    Files.write(incomplete, packed(version, entries));
    Files.move(
        incomplete, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The jar itself. */
  public byte[] packed(String version, Map<String, String> entries) throws IOException {
    Path classes = compiled();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream output = new JarOutputStream(bytes, manifest(version))) {
      addAll(output, SOURCES.resolve(folder), ".xml");
      addAll(output, classes, ".class");
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        output.putNextEntry(new ZipEntry(entry.getKey()));
        output.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        output.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** The same bundle, which wants something more. */
  public TestBundle importing(String more) {
    return new TestBundle(folder, symbolicName, imports + "," + more);
  }

  /** The same bundle under another name. */
  public TestBundle named(String name) {
    return new TestBundle(folder, name, imports);
  }

  private Path compiled() throws IOException {
    synchronized (COMPILED) {
      Path known = COMPILED.get(folder);
      if (known == null) {
        known = Files.createTempDirectory(Path.of("target"), "bundle-classes");
        compile(known);
        COMPILED.put(folder, known);
      }
      return known;
    }
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
    headers.putValue("Service-Component", "OSGI-INF/*.xml");
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
