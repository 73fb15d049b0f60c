package org.openlauncher.host.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.host.tls.CommandRun;

/** Jars that the JDK's own tools have signed, and others. */
class JarSignersTest {
  private static final String CODE = "eku=codeSigning";

  @TempDir private static Path folder;
  private static Path ofTheSite;

  @BeforeAll
  static void makeKeys() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    key("site", "CN=Plugins of the site");
    export("site");
    key("stranger", "CN=Somebody else");
    key("authority", "CN=Authority", "-ext", "bc:c");
    export("authority");
    key("author", "CN=Author");
    issue("author", CODE);
    key("server", "CN=Server");
    issue("server", "eku=serverAuth");
    ofTheSite = signed("of-the-site", "site");
  }

  private static void key(String alias, String name, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("keytool", "-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", name));
    command.addAll(List.of(more));
    run(command);
  }

  private static void export(String alias) throws Exception {
    run(List.of("keytool", "-exportcert", "-rfc", "-alias", alias, "-file", pem(alias).toString()));
  }

  /** Has the authority confirm a key. */
  private static void issue(String alias, String purpose) throws Exception {
    String request = folder.resolve(alias + ".csr").toString();
    String answer = folder.resolve(alias + ".crt").toString();
    run(List.of("keytool", "-certreq", "-alias", alias, "-file", request));
    run(
        List.of(
            "keytool",
            "-gencert",
            "-rfc",
            "-alias",
            "authority",
            "-ext",
            purpose,
            "-infile",
            request,
            "-outfile",
            answer));
    run(List.of("keytool", "-importcert", "-noprompt", "-alias", alias, "-file", answer));
  }

  private static void run(List<String> command) throws Exception {
    List<String> whole = new ArrayList<>(command);
    whole.set(0, Path.of(System.getProperty("java.home"), "bin", command.get(0)).toString());
    // Before the jar and its signer's name, which come last.
    whole.addAll(
        1,
        List.of(
            "-J-XX:TieredStopAtLevel=1",
            "-keystore",
            folder.resolve("keys.p12").toString(),
            "-storepass",
            "changeit"));
    CommandRun done = CommandRun.of(whole);
    assertThat(done.status()).as("%s: %s", command, done.output()).isZero();
  }

  private static Path pem(String alias) {
    return folder.resolve(alias + ".pem");
  }

  private static Path jar(String name) throws IOException {
    Path jar = folder.resolve(name + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example.signed;x:=y");
    manifest.getMainAttributes().putValue("Bundle-Version", "1.2.3");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream output = new JarOutputStream(file, manifest)) {
      for (String entry : List.of("one.txt", "two.txt")) {
        output.putNextEntry(new ZipEntry(entry));
        output.write(entry.getBytes(StandardCharsets.UTF_8));
        output.closeEntry();
      }
    }
    return jar;
  }

  private static Path signed(String name, String alias) throws Exception {
    Path jar = jar(name);
    run(List.of("jarsigner", jar.toString(), alias));
    return jar;
  }

  private static PluginJar read(Path jar, String trusted) throws UnusableJarException {
    return PluginJar.read(jar, Optional.of(JarSigners.read(pem(trusted))));
  }

  private static void assertRefused(Path jar, String trusted, String reason) {
    assertThatThrownBy(() -> read(jar, trusted))
        .isInstanceOf(UnusableJarException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theSiteItselfAndAuthorsBelowAnAuthorityMaySign() throws Exception {
    PluginJar jar = read(ofTheSite, "site");
    assertThat(jar.name()).isEqualTo("org.example.signed");
    assertThat(jar.version()).hasToString("1.2.3");
    assertThat(read(signed("of-an-author", "author"), "authority").name()).isEqualTo(jar.name());
  }

  @Test
  void nobodyElseMay() throws Exception {
    assertRefused(jar("unsigned"), "site", "its entry one.txt is not signed");
    assertRefused(
        signed("of-a-stranger", "stranger"), "site", "it is signed by CN=Somebody else, and");
    assertRefused(signed("of-a-server", "server"), "authority", "it is signed by CN=Server, and");
  }

  @Test
  void whatWasChangedBehindTheSigningIsRefused() throws Exception {
    Path altered = Files.copy(ofTheSite, folder.resolve("altered.jar"));
    change(altered, "one.txt", "other");
    assertRefused(altered, "site", "one.txt");

    Path more = Files.copy(ofTheSite, folder.resolve("more.jar"));
    change(more, "three.txt", "new");
    assertRefused(more, "site", "its entry three.txt is not signed");

    Path less = Files.copy(ofTheSite, folder.resolve("less.jar"));
    try (FileSystem content = opened(less)) {
      Files.delete(content.getPath("two.txt"));
    }
    assertRefused(less, "site", "its entry two.txt was taken out behind the signing");
  }

  private static void change(Path jar, String entry, String text) throws IOException {
    try (FileSystem content = opened(jar)) {
      Files.writeString(content.getPath(entry), text);
    }
  }

  private static FileSystem opened(Path jar) throws IOException {
    return FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
  }

  @Test
  void aCertificateThatOthersCouldReplaceCountsForNothing() throws Exception {
    Path open = folder.resolve("open.pem");
    Files.copy(pem("site"), open);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-r--"));
    assertRefused(ofTheSite, "open", "chmod go-w " + open);
    assertRefused(ofTheSite, "missing", "can't be read");
  }

  @Test
  void halfAJarIsNone() throws Exception {
    byte[] whole = Files.readAllBytes(jar("whole"));
    Path half = folder.resolve("half.jar");
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(half, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> PluginJar.read(half, Optional.empty()))
          .isInstanceOf(UnusableJarException.class);
    }
    Files.write(half, whole);
    assertThat(PluginJar.read(half, Optional.empty()).version()).hasToString("1.2.3");
  }
}
