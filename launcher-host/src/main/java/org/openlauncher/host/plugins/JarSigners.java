package org.openlauncher.host.plugins;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.openlauncher.auth.CodeFolder;

/**
 * Who may have signed a plugin: whoever has one of these certificates, or one for the signing of
 * code that was issued below one of them.
 */
final class JarSigners {
  private static final Pattern SIGNATURE_FILE =
      Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]+|[^/]+\\.(SF|RSA|DSA|EC))");
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final Path file;
  private final Set<X509Certificate> trusted = new HashSet<>();

  private JarSigners(Path file) {
    this.file = file;
  }

  /**
   * Reads the certificates.
   *
   * @param file one or several, in PEM or DER
   */
  static JarSigners read(Path file) throws UnusableJarException {
    JarSigners signers = new JarSigners(file);
    try {
      Optional<String> weakness =
          new CodeFolder(Objects.requireNonNull(file.getParent())).weakness(file);
      if (weakness.isPresent()) {
        throw new UnusableJarException(weakness.get());
      }
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
        signers.trusted.add((X509Certificate) each);
      }
    } catch (IOException | GeneralSecurityException unusable) {
      throw new UnusableJarException(
          "the certificate that it has to be signed with can't be read: " + unusable);
    }
    if (signers.trusted.isEmpty()) {
      throw new UnusableJarException("there is no certificate in " + file);
    }
    return signers;
  }

  /**
   * Refuses a jar with an entry that none of these has signed.
   *
   * @param jar opened with verification, and every entry of it was read to its end
   */
  void require(JarFile jar) throws IOException, UnusableJarException {
    Set<String> names = new TreeSet<>();
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (!names.add(entry.getName())) {
        throw new UnusableJarException("its entry " + entry.getName() + " is there twice");
      }
      if (!entry.isDirectory()
          && !SIGNATURE_FILE.matcher(entry.getName().toUpperCase(Locale.ROOT)).matches()) {
        requireSigned(entry);
      }
    }
    if (jar.getManifest() == null) {
      throw new UnusableJarException("it is not signed");
    }
    for (String listed : jar.getManifest().getEntries().keySet()) {
      if (!names.contains(listed)) {
        throw new UnusableJarException("its entry " + listed + " was taken out behind the signing");
      }
    }
  }

  private void requireSigned(JarEntry entry) throws UnusableJarException {
    CodeSigner[] signers = entry.getCodeSigners();
    if (signers == null || signers.length == 0) {
      throw new UnusableJarException("its entry " + entry.getName() + " is not signed");
    }
    List<String> others = new ArrayList<>();
    for (CodeSigner signer : signers) {
      if (isTrusted(signer)) {
        return;
      }
      others.add(
          ((X509Certificate) signer.getSignerCertPath().getCertificates().get(0))
              .getSubjectX500Principal()
              .getName());
    }
    throw new UnusableJarException(
        "it is signed by "
            + String.join(" and ", others)
            + ", and neither with a certificate in "
            + file
            + " nor with one for the signing of code below it");
  }

  private boolean isTrusted(CodeSigner signer) {
    CertPath path = signer.getSignerCertPath();
    X509Certificate leaf = (X509Certificate) path.getCertificates().get(0);
    return trusted.contains(leaf) || (signsCode(leaf) && leadsToTrusted(signer, path));
  }

  /** An authority that issues for servers too makes no plugin's author of each of them. */
  private static boolean signsCode(X509Certificate leaf) {
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      return purposes != null && purposes.contains(CODE_SIGNING);
    } catch (CertificateParsingException malformed) {
      return false;
    }
  }

  private boolean leadsToTrusted(CodeSigner signer, CertPath path) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate each : path.getCertificates()) {
        X509Certificate certificate = (X509Certificate) each;
        if (trusted.contains(certificate)) {
          break;
        }
        chain.add(certificate);
      }
      Set<TrustAnchor> anchors = new HashSet<>();
      trusted.forEach(each -> anchors.add(new TrustAnchor(each, null)));
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      // The time stamp tells when it was signed; without one, the signer must be valid now.
      if (signer.getTimestamp() != null) {
        parameters.setDate(signer.getTimestamp().getTimestamp());
      }
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
      return true;
    } catch (GeneralSecurityException elsewhere) {
      return false;
    }
  }
}
