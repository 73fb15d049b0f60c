package org.openlauncher.host.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.openlauncher.config.ServerSettings.TlsFiles;

/** A certificate authority with an intermediate one below it, which openssl keeps in a folder. */
public final class TestCertificates {
  private static final String ALWAYS_FROM = "20200101000000Z";
  private static final String ALWAYS_UNTIL = "20980101000000Z";
  private static final String CONFIGURATION =
      """
      [ca]
      default_ca = authority
      [authority]
      database = %1$s/index.txt
      new_certs_dir = %1$s
      rand_serial = yes
      default_md = sha256
      policy = anything
      unique_subject = no
      [anything]
      commonName = optional
      """;

  private final Path folder;

  /** Makes the authorities. */
  public TestCertificates(Path folder) {
    this.folder = folder;
    write("ca.cnf", CONFIGURATION.formatted(folder));
    write("index.txt", "");
    key("root", "EC");
    openssl(
        "req",
        "-x509",
        "-key",
        path("root.key"),
        "-out",
        path("root.crt"),
        "-days",
        "9999",
        "-subj",
        "/CN=Test Root");
    key("middle", "EC");
    sign("middle", "root", "/CN=Test Intermediate", "basicConstraints=critical,CA:TRUE", false);
  }

  /** The certificate that clients trust. */
  public Path root() {
    return folder.resolve("root.crt");
  }

  /** A new private key, in PKCS#8. */
  Path key(String name, String algorithm) {
    List<String> command = new ArrayList<>(List.of("genpkey", "-out", path(name + ".key")));
    command.addAll(
        switch (algorithm) {
          case "RSA" -> List.of("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
          case "RSA-1024" -> List.of("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024");
          case "RSA-PSS" -> List.of("-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048");
          case "EC" -> List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
          case "EC-384" -> List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384");
          case "EC-521" -> List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521");
          default -> List.of("-algorithm", algorithm);
        });
    openssl(command.toArray(String[]::new));
    Path key = folder.resolve(name + ".key");
    mode(key, "rw-------");
    return key;
  }

  /**
   * A certificate with its key, and the intermediate's behind it.
   *
   * @param extensions as openssl writes them
   */
  public TlsFiles issue(String name, String algorithm, String... extensions) {
    return issueFor(ALWAYS_FROM, ALWAYS_UNTIL, name, algorithm, extensions);
  }

  /** One that is valid from and to a time. */
  public TlsFiles issueFor(
      String from, String to, String name, String algorithm, String... extensions) {
    Path key = key(name, algorithm);
    sign(name, "middle", "/CN=" + name, String.join("\n", extensions), true, from, to);
    return new TlsFiles(folder.resolve(name + ".crt"), key);
  }

  private void sign(
      String name, String issuer, String subject, String extensions, boolean chained) {
    sign(name, issuer, subject, extensions, chained, ALWAYS_FROM, ALWAYS_UNTIL);
  }

  private void sign(
      String name,
      String issuer,
      String subject,
      String extensions,
      boolean chained,
      String from,
      String to) {
    openssl("req", "-new", "-key", path(name + ".key"), "-out", path("csr"), "-subj", subject);
    write("extensions", extensions + "\n");
    openssl(
        "ca",
        "-batch",
        "-notext",
        "-config",
        path("ca.cnf"),
        "-extfile",
        path("extensions"),
        "-cert",
        path(issuer + ".crt"),
        "-keyfile",
        path(issuer + ".key"),
        "-startdate",
        from,
        "-enddate",
        to,
        "-in",
        path("csr"),
        "-out",
        path(name + ".crt"));
    if (chained) {
      write(name + ".crt", read(name + ".crt") + read(issuer + ".crt"));
    }
  }

  static String openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
    command.addAll(List.of(arguments));
    return CommandRun.require(command.toArray(String[]::new));
  }

  Path write(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  static void mode(Path file, String permissions) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Puts a file in another one's place at once, as an administrator's tools do. */
  public static void replace(Path target, Path fresh) {
    try {
      Path copy = target.resolveSibling(target.getFileName() + ".new");
      Files.copy(fresh, copy, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
