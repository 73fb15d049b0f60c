package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of an engine behind TLS, in the three files that the docker command uses. */
final class EngineTls {
  private static final String CERTIFICATES = "X.509";
  private static final char[] NO_PASSWORD = new char[0];

  private EngineTls() {}

  /**
   * Reads ca.pem, cert.pem and key.pem.
   *
   * @throws UnusableException where one of them is missing or makes no sense
   */
  static SSLContext context(Path folder) {
    try {
      KeyStore trusted = empty();
      int number = 0;
      for (Certificate authority : certificates(folder.resolve("ca.pem"))) {
        trusted.setCertificateEntry("ca" + number, authority);
        number++;
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore own = empty();
      own.setKeyEntry(
          "client",
          key(folder.resolve("key.pem")),
          NO_PASSWORD,
          certificates(folder.resolve("cert.pem")).toArray(new Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException failure) {
      throw new UnusableException(failure);
    }
  }

  /** The files can't be used. */
  static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnusableException(Exception cause) {
      super(
          cause instanceof NoSuchFileException missing
              ? "there is no " + missing.getFile()
              : String.valueOf(cause.getMessage()),
          cause);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream content = Files.newInputStream(file)) {
      return CertificateFactory.getInstance(CERTIFICATES).generateCertificates(content);
    } catch (CertificateException malformed) {
      throw new CertificateException(file + " holds no certificate", malformed);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      PKCS8EncodedKeySpec specification = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
      for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(specification);
        } catch (InvalidKeySpecException another) {
          // The next one is tried.
        }
      }
    } catch (IllegalArgumentException malformed) {
      // Told below.
    }
    throw new InvalidKeySpecException(file + " holds no such key");
  }
}
