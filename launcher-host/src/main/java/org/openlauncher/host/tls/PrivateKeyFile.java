package org.openlauncher.host.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openlauncher.auth.KeyFile;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.host.tls.PemBlock.MalformedPemException;

/** Reads {@code certificate-key-file}: one private key, RSA or EC, in any of the usual forms. */
final class PrivateKeyFile {
  private static final String NAME = "certificate-key-file";
  private static final int MOST_BYTES = 1 << 20;
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final String CURVE = "EC PARAMETERS";

  /** Those that a TLS server's key can have in Java. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "RSASSA-PSS");

  private final Path file;

  PrivateKeyFile(Path file) {
    this.file = file;
  }

  PrivateKey read() throws UnusableTlsFilesException {
    byte[] content = content();
    try {
      List<PemBlock> blocks = PemBlock.parse(content);
      PemBlock block =
          PemBlock.first(blocks, List.of(PKCS8, ENCRYPTED_PKCS8, PKCS1, SEC1))
              .orElseThrow(
                  () -> refused("a private key (-----BEGIN PRIVATE KEY-----)", found(blocks)));
      if (block.encrypted() || block.label().equals(ENCRYPTED_PKCS8)) {
        throw refused(
            "a private key that is not encrypted, since nobody is there to type its passphrase",
            "an encrypted one; take the passphrase off: (umask 077; openssl pkey -in "
                + file
                + " -out NEW-FILE)");
      }
      byte[] framed = framed(block, PemBlock.first(blocks, List.of(CURVE)));
      PrivateKey key = key(framed);
      Arrays.fill(framed, (byte) 0);
      Arrays.fill(block.content(), (byte) 0);
      return key;
    } catch (MalformedPemException malformed) {
      throw refused("a private key in PEM form", "that " + malformed.getMessage());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private byte[] content() throws UnusableTlsFilesException {
    try {
      return KeyFile.ofPrivateKey(NAME, file).read(MOST_BYTES);
    } catch (KeyFileException untrusted) {
      throw UnusableTlsFilesException.ofPermissions(untrusted.getMessage());
    }
  }

  private byte[] framed(PemBlock block, Optional<PemBlock> curve) throws UnusableTlsFilesException {
    return switch (block.label()) {
      case PKCS1 -> Pkcs8.ofRsa(block.content());
      case SEC1 ->
          Pkcs8.ofEc(block.content(), curve.map(PemBlock::content))
              .orElseThrow(
                  () -> refused("an EC key with the name of its curve", "one without, or damaged"));
      default -> block.content().clone();
    };
  }

  private PrivateKey key(byte[] encoded) throws UnusableTlsFilesException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException anotherAlgorithm) {
        // The next one may fit; why this one did not, could tell of the key.
      }
    }
    throw refused(
        "an RSA key, or an EC key on the curve P-256, P-384 or P-521",
        "a key of another kind, or a damaged one");
  }

  private static String found(List<PemBlock> blocks) {
    return blocks.isEmpty()
        ? "none, nor anything else in PEM form"
        : "a " + String.join(", a ", blocks.stream().map(PemBlock::label).distinct().toList());
  }

  private UnusableTlsFilesException refused(String expected, String found) {
    return UnusableTlsFilesException.ofContent(
        NAME + " " + file + ": expected " + expected + ", found " + found);
  }
}
