package org.openlauncher.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** The public half of {@link SessionKey}, {@code launcher.pub}: verifies tokens, on any machine. */
public final class SessionPublicKey {
  private static final String ALGORITHM = "SHA256withRSA";
  private static final String LABEL = "PUBLIC KEY";

  private final PublicKey key;

  SessionPublicKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads a file with a public key in PEM.
   *
   * @throws KeyFileException where it can't be read or holds no RSA key
   */
  public static SessionPublicKey read(Path file) throws KeyFileException {
    try {
      PemText pem =
          PemText.in(Files.readString(file, StandardCharsets.ISO_8859_1))
              .filter(block -> block.label().equals(LABEL))
              .orElseThrow(() -> refused(file));
      PublicKey key =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(pem.content()));
      if (key instanceof RSAPublicKey rsa
          && rsa.getModulus().bitLength() >= SessionKey.LEAST_BITS) {
        return new SessionPublicKey(key);
      }
      throw refused(file);
    } catch (GeneralSecurityException notRsa) {
      throw refused(file);
    } catch (IOException unreadable) {
      throw new KeyFileException(
          "the public session key "
              + file
              + " can't be read; run: "
              + SessionKey.publication(file.resolveSibling(SessionKey.FILE), file));
    }
  }

  private static KeyFileException refused(Path file) {
    return new KeyFileException(
        "the public session key "
            + file
            + ": expected an RSA key of at least "
            + SessionKey.LEAST_BITS
            + " bits, \"BEGIN PUBLIC KEY\"; run: "
            + SessionKey.publication(file.resolveSibling(SessionKey.FILE), file));
  }

  /** In PEM, as in the file. */
  public String pem() {
    return PemText.write(LABEL, key.getEncoded());
  }

  /** Whether it is the same key. */
  public boolean sameAs(SessionPublicKey other) {
    return Arrays.equals(key.getEncoded(), other.key.getEncoded());
  }

  boolean verifies(byte[] message, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }
}
