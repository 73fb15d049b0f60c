package org.openlauncher.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.config.ServerSettings.TlsFiles;

/** Certificates and keys of all forms that openssl makes, and what is refused of them. */
final class TlsIdentityTest {
  private static final String NAME = "subjectAltName=DNS:launcher.example.com";

  @TempDir private static Path folder;
  private static TestCertificates certificates;
  private static TlsFiles rsa;
  private static TlsFiles ec;

  @BeforeAll
  static void makeCertificates() {
    assumeTrue(CommandRun.has("openssl"), "openssl is not installed");
    certificates = new TestCertificates(folder);
    rsa = certificates.issue("rsa", "RSA", NAME);
    ec = certificates.issue("ec", "EC", NAME);
  }

  private static void assertRefused(TlsFiles files, String... parts) {
    assertThatThrownBy(() -> TlsIdentity.read(files))
        .isInstanceOf(UnusableTlsFilesException.class)
        .hasMessageContainingAll(parts);
  }

  private static TlsFiles withKey(TlsFiles files, String name, String content) {
    Path key = certificates.write(name, content);
    TestCertificates.mode(key, "rw-------");
    return new TlsFiles(files.certificate(), key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "RSA-PSS", "EC", "EC-384", "EC-521"})
  void keysInPkcs8(String algorithm) throws Exception {
    TlsFiles files = certificates.issue("p8-" + algorithm, algorithm, NAME);
    assertThat(Files.readString(files.key())).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(TlsIdentity.read(files).description())
        .contains("CN=p8-" + algorithm, "launcher.example.com", "CN=Test Intermediate", "2098");
  }

  @Test
  void rsaKeysInPkcs1() throws Exception {
    String key = TestCertificates.openssl("rsa", "-in", rsa.key().toString(), "-traditional");
    assertThat(key).contains("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(TlsIdentity.read(withKey(rsa, "pkcs1.key", key)).description()).contains("CN=rsa");
  }

  @ParameterizedTest
  @CsvSource({
    "EC,-no_public",
    "EC-384,-no_public",
    "EC-521,-no_public",
    "EC,-text",
    "EC-521,-text"
  })
  void ecKeysInSec1(String algorithm, String option) throws Exception {
    TlsFiles files = certificates.issue("sec1", algorithm, NAME);
    String key = TestCertificates.openssl("ec", "-in", files.key().toString(), option);
    assertThat(key).contains("-----BEGIN EC PRIVATE KEY-----");
    assertThat(TlsIdentity.read(withKey(files, "sec1.key", key)).description()).contains("CN=sec1");
  }

  @Test
  void ecKeysBehindTheirCurve() throws Exception {
    String parameters = TestCertificates.openssl("ecparam", "-name", "prime256v1");
    String key = TestCertificates.openssl("ec", "-in", ec.key().toString());
    assertThat(parameters).contains("-----BEGIN EC PARAMETERS-----");
    TlsFiles files = withKey(ec, "curve.key", parameters + key);
    assertThat(TlsIdentity.read(files).description()).contains("CN=ec");
  }

  @Test
  void encryptedKeysAreRefusedWithTheCommandThatDecrypts() {
    String modern =
        TestCertificates.openssl(
            "pkcs8", "-topk8", "-in", ec.key().toString(), "-passout", "pass:secret");
    assertThat(modern).contains("ENCRYPTED PRIVATE KEY");
    assertRefused(withKey(ec, "enc8.key", modern), "not encrypted", "openssl pkey -in", "enc8.key");
    String traditional =
        TestCertificates.openssl(
            "rsa",
            "-in",
            rsa.key().toString(),
            "-traditional",
            "-aes128",
            "-passout",
            "pass:secret");
    assertThat(traditional).contains("Proc-Type: 4,ENCRYPTED");
    assertRefused(withKey(rsa, "enc1.key", traditional), "not encrypted", "openssl pkey -in");
  }

  @Test
  void keysThatTlsCantUseAreRefused() {
    assertRefused(
        certificates.issue("edwards", "ED25519", NAME), "expected an RSA key, or an EC key");
  }

  @Test
  void aKeyThatDoesNotBelongToTheCertificateIsRefused() {
    assertRefused(
        new TlsFiles(rsa.certificate(), ec.key()), "expected the key of the first", "CN=rsa");
    TlsFiles other = certificates.issue("other", "RSA", NAME);
    assertRefused(new TlsFiles(rsa.certificate(), other.key()), "found another one");
  }

  @Test
  void aChainThatBeginsWithAnotherCertificateIsRefused() {
    Path turned =
        certificates.write(
            "turned.crt", certificates.read("middle.crt") + certificates.read("ec.crt"));
    assertRefused(new TlsFiles(turned, ec.key()), "found that of a later one", "first");
  }

  @Test
  void damagedAndForeignFilesAreTold() {
    String key = certificates.read("ec.key");
    assertRefused(withKey(ec, "cut.key", key.substring(0, key.length() - 30)), "has no end");
    assertRefused(withKey(ec, "bad.key", key.replace('\n', '!')), "expected a private key");
    assertRefused(withKey(ec, "odd.key", key.replaceFirst("\nMI", "\n*M")), "is not valid base64");
    assertRefused(
        withKey(
            ec, "junk.key", "-----BEGIN EC PRIVATE KEY-----\nMIGH\n-----END EC PRIVATE KEY-----"),
        "damaged");
    assertRefused(
        withKey(ec, "junk8.key", "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----"),
        "damaged one");
    assertRefused(withKey(ec, "empty.key", ""), "found none");
    assertRefused(withKey(ec, "crt.key", certificates.read("ec.crt")), "found a CERTIFICATE");
    String certificate = certificates.read("ec.crt");
    Path cut = certificates.write("cut.crt", certificate.substring(0, certificate.length() - 40));
    assertRefused(new TlsFiles(cut, ec.key()), "certificate-file", "has no end");
    assertRefused(new TlsFiles(certificates.write("none.crt", "hello"), ec.key()), "found none");
    assertRefused(
        new TlsFiles(
            certificates.write(
                "junk.crt", "-----BEGIN CERTIFICATE-----\nMIGH\n-----END CERTIFICATE-----"),
            ec.key()),
        "a damaged one in line 1");
    assertRefused(new TlsFiles(folder.resolve("gone.crt"), ec.key()), "gone.crt", "found none");
    assertRefused(new TlsFiles(ec.certificate(), folder.resolve("gone.key")), "gone.key", "none");
    assertRefused(new TlsFiles(folder, ec.key()), "expected a file, found a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----", "rw----r-x"})
  void aKeyThatOthersCanReadIsRefusedWithTheCommandThatMendsIt(String mode) throws Exception {
    TlsFiles files = withKey(ec, "open.key", certificates.read("ec.key"));
    TestCertificates.mode(files.key(), mode);
    assertThatThrownBy(() -> TlsIdentity.read(files))
        .isInstanceOfSatisfying(
            UnusableTlsFilesException.class, refused -> assertThat(refused.isPermission()).isTrue())
        .hasMessageContainingAll("certificate-key-file", "(" + mode + ")")
        .hasMessageMatching("(?s).*run: sudo chmod 06[04]0 .*open.key");
  }

  @Test
  void aGroupMayReadRootsKeyOnlyWhereTheLauncherIsInIt() throws Exception {
    TlsFiles files = withKey(ec, "group.key", certificates.read("ec.key"));
    TestCertificates.mode(files.key(), "rw-r-----");
    boolean root = Files.getAttribute(files.key(), "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
    if (!root) {
      assertRefused(files, "expected mode 0600", "chmod 0600");
      return;
    }
    assertThat(TlsIdentity.read(files).description()).contains("CN=ec");
    Files.setAttribute(files.key(), "unix:gid", 54321);
    assertRefused(files, "mode 0600, or 0640 with a group of the launcher's user", "group 54321");
  }

  @Test
  void aStrangersKeyIsRefused() throws IOException {
    TlsFiles files = withKey(ec, "strange.key", certificates.read("ec.key"));
    assumeTrue(
        Files.getAttribute(files.key(), "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0),
        "only root gives files away");
    Files.setAttribute(files.key(), "unix:uid", 54321);
    assertRefused(files, "expected owner root", "owner uid 54321", "sudo chown root");
  }

  @Test
  void aFolderThatOthersWriteToIsRefused() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path key = Files.copy(ec.key(), open.resolve("ec.key"));
    TestCertificates.mode(key, "rw-------");
    TestCertificates.mode(open, "rwxrwxrwx");
    assertRefused(new TlsFiles(ec.certificate(), key), "a folder that nobody but", "chmod go-w");
  }

  @Test
  void linksToBothFilesAreFollowed() throws Exception {
    Path live = Files.createDirectory(folder.resolve("live"));
    TestCertificates.mode(live, "rwxr-xr-x");
    TlsFiles files =
        new TlsFiles(
            Files.createSymbolicLink(live.resolve("cert.pem"), ec.certificate()),
            Files.createSymbolicLink(live.resolve("privkey.pem"), ec.key()));
    assertThat(TlsIdentity.read(files).description()).contains("CN=ec");
  }

  @Test
  void validityIsToldWithItsDate() throws Exception {
    Instant end = Instant.parse("2098-01-01T00:00:00Z");
    TlsIdentity identity = TlsIdentity.read(ec);
    assertThat(identity.expiry(Instant.now())).isEmpty();
    assertThat(identity.expiry(Instant.parse("2019-12-31T23:59:59Z")).orElseThrow())
        .isEqualTo("the certificate CN=ec is not valid before 2020-01-01T00:00:00Z");
    assertThat(identity.expiry(end.plusSeconds(1)).orElseThrow())
        .isEqualTo("the certificate CN=ec has expired at 2098-01-01T00:00:00Z");
    assertThat(identity.endingSoon(Instant.now())).isEmpty();
    assertThat(identity.endingSoon(end.minus(Duration.ofDays(15)))).isEmpty();
    assertThat(identity.endingSoon(end.minus(Duration.ofDays(13))).orElseThrow())
        .isEqualTo("the certificate CN=ec expires at 2098-01-01T00:00:00Z");
    assertThat(identity.endingSoon(end.plusSeconds(1))).isEmpty();
  }

  @Test
  void anExpiredCertificateIsReadAllTheSame() throws Exception {
    Instant yesterday = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(1));
    String end =
        DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(yesterday);
    TlsFiles files = certificates.issueFor("20200101000000Z", end, "old", "EC", NAME);
    assertThat(TlsIdentity.read(files).expiry(Instant.now()).orElseThrow())
        .isEqualTo("the certificate CN=old has expired at " + yesterday);
  }

  @Test
  void whatClientsStumbleOverIsTold() throws Exception {
    assertThat(TlsIdentity.read(ec).weaknesses("launcher.example.com")).isEmpty();
    assertThat(TlsIdentity.read(ec).weaknesses("0.0.0.0")).isEmpty();
    assertThat(TlsIdentity.read(ec).weaknesses("::")).isEmpty();
    assertThat(TlsIdentity.read(ec).weaknesses("localhost"))
        .containsExactly(
            "the certificate is not made out for address=localhost, but for launcher.example.com;"
                + " clients that call the launcher by that address will not trust it");
    assertThat(TlsIdentity.read(certificates.issue("bare", "EC")).weaknesses("bare"))
        .containsExactly("the certificate has no subject alternative name; many clients want one");
    TlsFiles small = certificates.issue("small", "RSA-1024", NAME);
    assertThat(TlsIdentity.read(small).weaknesses("launcher.example.com"))
        .containsExactly("the RSA key has 1024 bits; clients want at least 2048");
    TlsFiles client = certificates.issue("client", "EC", NAME, "extendedKeyUsage=clientAuth");
    assertThat(TlsIdentity.read(client).weaknesses("launcher.example.com"))
        .containsExactly("the certificate's extended key usage leaves servers out");
    TlsFiles server = certificates.issue("server", "EC", NAME, "extendedKeyUsage=serverAuth");
    assertThat(TlsIdentity.read(server).weaknesses("launcher.example.com")).isEmpty();
    Path wrongChain =
        certificates.write(
            "wrong.crt", certificates.read("server.crt") + certificates.read("ec.crt"));
    assertThat(
            TlsIdentity.read(new TlsFiles(wrongChain, server.key()))
                .weaknesses("launcher.example.com"))
        .containsExactly(
            "certificate 2 of the chain (CN=Test Intermediate) is not issued by the one behind it"
                + " (CN=ec)");
  }

  @Test
  void theKeyIsNeverShown() throws Exception {
    assertThat(TlsIdentity.read(ec)).asString().doesNotContain("PRIVATE").contains("CN=ec");
    assertThat(new PemBlock("PRIVATE KEY", false, new byte[] {1, 2, 3}, 4))
        .hasToString("PRIVATE KEY in line 4");
  }
}
