package org.openlauncher.auth;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * The private key that sessions' tokens are signed with, {@code launcher.pem}: RSA, 2048 bits at
 * least, PKCS #8 in PEM. Whoever holds it can use every session, so that nobody but root may.
 */
public final class SessionKey {
  /** The file's name in the configuration folder. */
  public static final String FILE = "launcher.pem";

  /** The name of the file with its public half, which anybody may read. */
  public static final String PUBLIC_FILE = "launcher.pub";

  static final int LEAST_BITS = 2048;

  private static final String ALGORITHM = "SHA256withRSA";
  private static final int MOST_BYTES = 64 * 1024;

  private final PrivateKey privateKey;
  private final SessionPublicKey publicKey;

  private SessionKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = new SessionPublicKey(publicKey);
  }

  /**
   * Reads the file, as the running user: it must belong to root or to that user and have mode 0600.
   *
   * @throws KeyFileException where the file can't be trusted or holds no such key; the message
   *     names the command that mends it
   */
  public static SessionKey read(Path file) throws KeyFileException {
    return of(KeyFile.ofSessionKey(file).read(MOST_BYTES), file);
  }

  /**
   * Makes the checks of {@link #read} without reading the key, for who hands the open file over.
   *
   * @return the file itself, where a symbolic link stands in its place
   * @throws KeyFileException where the file can't be trusted
   */
  public static Path check(Path file) throws KeyFileException {
    return KeyFile.ofSessionKey(file).check();
  }

  /**
   * A key whose file somebody else has read.
   *
   * @param content what stands in the file
   * @param file its name, for messages
   * @throws KeyFileException where there is no such key in it
   */
  public static SessionKey of(byte[] content, Path file) throws KeyFileException {
    PemText pem =
        PemText.in(new String(content, StandardCharsets.ISO_8859_1))
            .orElseThrow(() -> refused(file, "no key in PEM", creation(file)));
    if (!pem.label().equals("PRIVATE KEY")) {
      String name = KeyFile.shown(file);
      throw refused(
          file,
          "\"BEGIN " + pem.label() + "\"",
          "sudo sh -c 'umask 077; openssl pkcs8 -topk8 -nocrypt -in "
              + name
              + " -out "
              + name
              + ".new && mv "
              + name
              + ".new "
              + name
              + "'");
    }
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(pem.content()));
      if (!(key instanceof RSAPrivateCrtKey whole)) {
        throw refused(file, "an RSA key without its primes", creation(file));
      }
      int bits = whole.getModulus().bitLength();
      if (bits < LEAST_BITS) {
        throw refused(file, "one of " + bits + " bits", creation(file));
      }
      return new SessionKey(
          key,
          factory.generatePublic(
              new RSAPublicKeySpec(whole.getModulus(), whole.getPublicExponent())));
    } catch (GeneralSecurityException notRsa) {
      throw refused(file, "another kind of key", creation(file));
    }
  }

  private static KeyFileException refused(Path file, String found, String command) {
    return new KeyFileException(
        "the session key "
            + file
            + ": expected an RSA key of at least "
            + LEAST_BITS
            + " bits, \"BEGIN PRIVATE KEY\", found "
            + found
            + "; run: "
            + command);
  }

  /** The commands that make the pair of keys; the mode is right from the beginning. */
  public static String creation(Path file) {
    Path other = file.resolveSibling(PUBLIC_FILE);
    return "sudo sh -c 'umask 077; openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "
        + KeyFile.shown(file)
        + "' && "
        + publication(file, other);
  }

  /** The command that makes the file with the public half. */
  public static String publication(Path file, Path other) {
    return "sudo openssl rsa -in "
        + KeyFile.shown(file)
        + " -pubout -out "
        + KeyFile.shown(other)
        + " && sudo chmod 0644 "
        + KeyFile.shown(other);
  }

  /** The public half. */
  public SessionPublicKey publicKey() {
    return publicKey;
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "session key (not shown)";
  }
}
