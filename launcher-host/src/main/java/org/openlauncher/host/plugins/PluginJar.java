package org.openlauncher.host.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A complete jar with a bundle in it.
 *
 * @param file where it lies
 * @param name the bundle's symbolic name
 * @param version the bundle's version
 * @param digest the SHA-256 of the file: what tells two builds of one version apart
 */
record PluginJar(Path file, String name, Version version, String digest) {
  private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

  /** Reads a jar to its end, so that half of one is not taken for a whole one. */
  static PluginJar read(Path file, Optional<JarSigners> signers) throws UnusableJarException {
    try (JarFile jar = new JarFile(file.toFile(), signers.isPresent())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        requireWhole(jar, entry);
      }
      if (signers.isPresent()) {
        signers.get().require(jar);
      }
      if (jar.getManifest() == null) {
        throw new UnusableJarException("it has no manifest, so it is no bundle");
      }
      Attributes headers = jar.getManifest().getMainAttributes();
      return new PluginJar(file, symbolicName(headers), version(headers), digest(file));
    } catch (IOException broken) {
      throw new UnusableJarException("it is no complete jar (" + broken.getMessage() + ")");
    } catch (SecurityException altered) {
      throw new UnusableJarException("it was altered (" + altered.getMessage() + ")");
    }
  }

  /** Java compares no checksum where the table of contents is read first. */
  private static void requireWhole(JarFile jar, JarEntry entry)
      throws IOException, UnusableJarException {
    CRC32 sum = new CRC32();
    try (InputStream content = new CheckedInputStream(jar.getInputStream(entry), sum)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    if (entry.getCrc() != -1 && entry.getCrc() != sum.getValue()) {
      throw new UnusableJarException("its entry " + entry.getName() + " is damaged");
    }
  }

  private static String symbolicName(Attributes headers) throws UnusableJarException {
    String header = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (header == null) {
      throw new UnusableJarException(
          "it is no bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
    }
    if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
      throw new UnusableJarException("it is a fragment, which can't be a plugin");
    }
    String name = header.split(";", 2)[0].strip();
    if (!SYMBOLIC_NAME.matcher(name).matches()) {
      throw new UnusableJarException(
          Constants.BUNDLE_SYMBOLICNAME
              + ": expected letters, digits, \".\", \"_\" and \"-\", found \""
              + name
              + "\"");
    }
    return name;
  }

  private static Version version(Attributes headers) throws UnusableJarException {
    try {
      return Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
    } catch (IllegalArgumentException malformed) {
      throw new UnusableJarException(
          Constants.BUNDLE_VERSION + ": expected a version, found " + malformed.getMessage());
    }
  }

  /** The SHA-256 of a file. */
  static String digest(Path file) throws IOException {
    try (DigestInputStream content =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      content.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(content.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
