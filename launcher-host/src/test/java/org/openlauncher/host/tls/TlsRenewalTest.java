package org.openlauncher.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.config.ServerSettings.TlsFiles;

/** Files that change while the launcher runs. */
final class TlsRenewalTest {
  private static final String NAME = "subjectAltName=DNS:localhost";
  private static final String UNUSABLE = "the changed TLS files can't be used; the log tells why";

  @TempDir private Path folder;
  private final List<TlsIdentity> renewed = new ArrayList<>();
  private TlsFiles first;
  private TlsFiles second;
  private TlsFiles used;

  @BeforeEach
  void makeCertificates() throws Exception {
    assumeTrue(CommandRun.has("openssl"), "openssl is not installed");
    TestCertificates certificates = new TestCertificates(folder);
    first = certificates.issue("first", "EC", NAME);
    second = certificates.issue("second", "EC", NAME);
    used = new TlsFiles(folder.resolve("used.crt"), folder.resolve("used.key"));
    TestCertificates.replace(used.certificate(), first.certificate());
    TestCertificates.replace(used.key(), first.key());
  }

  private void look(TlsRenewal renewal, int times) {
    for (int count = 0; count < times; count++) {
      renewal.look(renewed::add);
    }
  }

  @Test
  void aNewPairIsTakenOnceItHasSettled() throws Exception {
    TlsRenewal renewal = new TlsRenewal(used, "localhost");
    look(renewal, 3);
    assertThat(renewed).isEmpty();
    TestCertificates.replace(used.certificate(), second.certificate());
    TestCertificates.replace(used.key(), second.key());
    look(renewal, 1);
    assertThat(renewed).isEmpty();
    look(renewal, 3);
    assertThat(renewed).hasSize(1);
    assertThat(renewal.identity().description()).contains("CN=second");
    assertThat(renewal.troubles(Instant.now())).isEmpty();
  }

  @Test
  void aPairThatDoesNotFitKeepsTheOldOneUntilTheOtherFileComes() throws Exception {
    TlsRenewal renewal = new TlsRenewal(used, "localhost");
    TestCertificates.replace(used.certificate(), second.certificate());
    look(renewal, 4);
    assertThat(renewed).isEmpty();
    assertThat(renewal.identity().description()).contains("CN=first");
    assertThat(renewal.troubles(Instant.now())).containsExactly(UNUSABLE);
    TestCertificates.replace(used.key(), second.key());
    look(renewal, 2);
    assertThat(renewed).hasSize(1);
    assertThat(renewal.identity().description()).contains("CN=second");
    assertThat(renewal.troubles(Instant.now())).isEmpty();
  }

  @Test
  void halfAFileAnOpenKeyAndAMissingOneKeepTheOldPair() throws Exception {
    TlsRenewal renewal = new TlsRenewal(used, "localhost");
    String key = Files.readString(used.key());
    Files.writeString(used.key(), key.substring(0, 60));
    look(renewal, 2);
    assertThat(renewal.troubles(Instant.now())).containsExactly(UNUSABLE);
    Files.writeString(used.key(), key);
    TestCertificates.mode(used.key(), "rw-r--r--");
    look(renewal, 2);
    assertThat(renewal.troubles(Instant.now())).containsExactly(UNUSABLE);
    Files.delete(used.key());
    look(renewal, 2);
    assertThat(renewal.troubles(Instant.now())).containsExactly(UNUSABLE);
    assertThat(renewed).isEmpty();
    TestCertificates.replace(used.key(), first.key());
    look(renewal, 2);
    assertThat(renewal.troubles(Instant.now())).isEmpty();
    assertThat(renewed).hasSize(1);
  }

  @Test
  void aLinkThatIsMovedCountsAsAChange() throws Exception {
    Path live = Files.createDirectory(folder.resolve("live"));
    TestCertificates.mode(live, "rwxr-xr-x");
    TlsFiles links = new TlsFiles(live.resolve("cert.pem"), live.resolve("privkey.pem"));
    Files.createSymbolicLink(links.certificate(), first.certificate());
    Files.createSymbolicLink(links.key(), first.key());
    TlsRenewal renewal = new TlsRenewal(links, "localhost");
    Files.delete(links.certificate());
    Files.delete(links.key());
    Files.createSymbolicLink(links.certificate(), second.certificate());
    Files.createSymbolicLink(links.key(), second.key());
    look(renewal, 2);
    assertThat(renewal.identity().description()).contains("CN=second");
  }

  @Test
  void anExpiredCertificateIsATrouble() throws Exception {
    TlsRenewal renewal = new TlsRenewal(used, "localhost");
    assertThat(renewal.troubles(Instant.parse("2099-01-01T00:00:00Z")))
        .containsExactly("the certificate CN=first has expired at 2098-01-01T00:00:00Z");
  }
}
