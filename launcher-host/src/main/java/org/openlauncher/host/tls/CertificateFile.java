package org.openlauncher.host.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.openlauncher.host.tls.PemBlock.MalformedPemException;

/** Reads {@code certificate-file}: the launcher's own certificate, behind it those up the chain. */
final class CertificateFile {
  private static final String NAME = "certificate-file";
  private static final int MOST_BYTES = 1 << 20;
  private static final List<String> LABELS = List.of("CERTIFICATE", "X509 CERTIFICATE");

  private final Path file;

  CertificateFile(Path file) {
    this.file = file;
  }

  List<X509Certificate> read() throws UnusableTlsFilesException {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemBlock block : PemBlock.parse(content())) {
        if (LABELS.contains(block.label())) {
          chain.add(certificate(factory, block));
        }
      }
      if (chain.isEmpty()) {
        throw refused("a certificate (-----BEGIN CERTIFICATE-----)", "none");
      }
      return List.copyOf(chain);
    } catch (MalformedPemException malformed) {
      throw refused("certificates in PEM form", "that " + malformed.getMessage());
    } catch (CertificateException impossible) {
      throw new IllegalStateException("every Java reads X.509 certificates", impossible);
    }
  }

  private byte[] content() throws UnusableTlsFilesException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw refused("a file", "a folder, device or pipe");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(MOST_BYTES);
    } catch (NoSuchFileException missing) {
      throw refused("a file", "none");
    } catch (AccessDeniedException denied) {
      throw UnusableTlsFilesException.ofPermissions(
          refusal(
              "a file that user " + System.getProperty("user.name") + " may read",
              "one that it may not; run: sudo chmod a+r " + file));
    } catch (IOException failure) {
      throw UnusableTlsFilesException.ofContent(
          NAME + " " + file + " can't be read: " + failure.getMessage());
    }
  }

  private X509Certificate certificate(CertificateFactory factory, PemBlock block)
      throws UnusableTlsFilesException {
    try {
      return (X509Certificate)
          factory.generateCertificate(new ByteArrayInputStream(block.content()));
    } catch (CertificateException damaged) {
      throw refused("certificates", "a damaged one in line " + block.line());
    }
  }

  private UnusableTlsFilesException refused(String expected, String found) {
    return UnusableTlsFilesException.ofContent(refusal(expected, found));
  }

  private String refusal(String expected, String found) {
    return NAME + " " + file + ": expected " + expected + ", found " + found;
  }
}
