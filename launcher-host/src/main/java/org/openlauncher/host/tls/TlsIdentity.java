package org.openlauncher.host.tls;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.openlauncher.config.ServerSettings.TlsFiles;

/**
 * What the launcher proves with that it is the launcher: a certificate with those up its chain, and
 * the private key that belongs to it.
 */
public final class TlsIdentity {
  private static final Duration ENDING_SOON = Duration.ofDays(14);
  private static final int LEAST_RSA_BITS = 2048;
  private static final int CHALLENGE_BYTES = 32;
  private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /**
   * Reads certificate and key.
   *
   * @throws UnusableTlsFilesException where one of them can't be read or trusted, or the two do not
   *     belong together
   */
  public static TlsIdentity read(TlsFiles files) throws UnusableTlsFilesException {
    PrivateKey key = new PrivateKeyFile(files.key()).read();
    List<X509Certificate> chain = new CertificateFile(files.certificate()).read();
    if (!belongTogether(key, chain.get(0).getPublicKey())) {
      boolean later =
          chain.stream().skip(1).anyMatch(other -> belongTogether(key, other.getPublicKey()));
      throw UnusableTlsFilesException.ofContent(
          "certificate-key-file "
              + files.key()
              + ": expected the key of the first certificate in "
              + files.certificate()
              + " ("
              + subject(chain.get(0))
              + "), found "
              + (later
                  ? "that of a later one; put the certificate that the key belongs to first"
                  : "another one"));
    }
    return new TlsIdentity(chain, key);
  }

  /** Only who signs with the private key makes what fits the public one. */
  private static boolean belongTogether(PrivateKey key, PublicKey certified) {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    byte[] challenge = new byte[CHALLENGE_BYTES];
    new SecureRandom().nextBytes(challenge);
    try {
      Signature signature = signature(key.getAlgorithm());
      signature.initSign(key);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherParameters) {
      return false;
    }
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    if (algorithm.equals("EC")) {
      return Signature.getInstance("SHA256withECDSA");
    }
    if (algorithm.equals("RSA")) {
      return Signature.getInstance("SHA256withRSA");
    }
    Signature pss = Signature.getInstance(algorithm);
    AlgorithmParameterSpec usual =
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, CHALLENGE_BYTES, 1);
    pss.setParameter(usual);
    return pss;
  }

  /** What makes new connections with this identity. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new SingleKey(chain, key)}, new TrustManager[0], new SecureRandom());
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java speaks TLS", impossible);
    }
  }

  /** Why clients can't trust the certificate at this moment; empty where they can. */
  Optional<String> expiry(Instant now) {
    Instant begin = chain.get(0).getNotBefore().toInstant();
    Instant end = chain.get(0).getNotAfter().toInstant();
    if (now.isBefore(begin)) {
      return Optional.of("the certificate " + subject() + " is not valid before " + begin);
    }
    if (now.isAfter(end)) {
      return Optional.of("the certificate " + subject() + " has expired at " + end);
    }
    return Optional.empty();
  }

  /**
   * What an administrator should know of it.
   *
   * @param address the address that the launcher listens at
   */
  public List<String> warnings(String address, Instant now) {
    List<String> all = new ArrayList<>();
    expiry(now).ifPresent(all::add);
    endingSoon(now).ifPresent(all::add);
    all.addAll(weaknesses(address));
    return all;
  }

  /** That the certificate expires within two weeks, where it does. */
  Optional<String> endingSoon(Instant now) {
    Instant end = chain.get(0).getNotAfter().toInstant();
    return expiry(now).isEmpty() && now.plus(ENDING_SOON).isAfter(end)
        ? Optional.of("the certificate " + subject() + " expires at " + end)
        : Optional.empty();
  }

  /** What clients may stumble over at any time. */
  List<String> weaknesses(String address) {
    List<String> all = new ArrayList<>();
    CertificateNames names = CertificateNames.of(chain.get(0));
    boolean anyAddress =
        CertificateNames.literal(address).filter(InetAddress::isAnyLocalAddress).isPresent();
    if (!anyAddress && !names.fit(address)) {
      all.add(
          "the certificate is not made out for address="
              + address
              + ", but for "
              + names.listed()
              + "; clients that call the launcher by that address will not trust it");
    }
    if (names.fromCommonName()) {
      all.add("the certificate has no subject alternative name; many clients want one");
    }
    for (int index = 0; index + 1 < chain.size(); index++) {
      if (!isIssuedBy(chain.get(index), chain.get(index + 1))) {
        all.add(
            "certificate %d of the chain (%s) is not issued by the one behind it (%s)"
                .formatted(index + 1, subject(chain.get(index)), subject(chain.get(index + 1))));
      }
    }
    if (chain.get(0).getPublicKey() instanceof RSAKey rsa
        && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      all.add(
          "the RSA key has %d bits; clients want at least %d"
              .formatted(rsa.getModulus().bitLength(), LEAST_RSA_BITS));
    }
    if (!isForServers(chain.get(0))) {
      all.add("the certificate's extended key usage leaves servers out");
    }
    return all;
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException signedByAnother) {
      return false;
    }
  }

  private static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(SERVER_USAGE) || usages.contains(ANY_USAGE);
    } catch (GeneralSecurityException unreadable) {
      return true;
    }
  }

  /** Whose it is, by whom and until when, for the log. */
  public String description() {
    X509Certificate own = chain.get(0);
    return "%s for %s, issued by %s, valid until %s, %d in the chain"
        .formatted(
            subject(own),
            CertificateNames.of(own).listed(),
            own.getIssuerX500Principal().getName(),
            own.getNotAfter().toInstant(),
            chain.size());
  }

  private String subject() {
    return subject(chain.get(0));
  }

  private static String subject(X509Certificate certificate) {
    String name = certificate.getSubjectX500Principal().getName();
    return name.isEmpty() ? "without a subject" : name;
  }

  /** Never the key. */
  @Override
  public String toString() {
    return description();
  }
}
