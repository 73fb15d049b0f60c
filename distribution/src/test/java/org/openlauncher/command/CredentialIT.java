package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.auth.CredentialVerifier;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.auth.Verification;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;

/** What {@code rstudio-launcher credential} prints is what the launcher takes. */
class CredentialIT {
  @TempDir private Path folder;
  private TestConfiguration configuration;
  private Path key;

  @BeforeEach
  void configure() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    configuration = TestConfiguration.in(folder);
    key = configuration.folder().resolve("secure-cookie-key");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "10,10", "1440,1440"})
  void isValidForSoManyMinutes(String minutes, long expected) throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    ScriptRun run = credential("--user=alice", "--minutes=" + minutes);

    assertThat(run.status()).as(run.error()).isZero();
    assertThat(verify(run.output().strip()))
        .isInstanceOfSatisfying(
            Verification.Valid.class,
            valid -> {
              assertThat(valid.user()).isEqualTo("alice");
              assertThat(valid.expiry())
                  .isBetween(
                      before.plus(Duration.ofMinutes(expected)),
                      Instant.now().plus(Duration.ofMinutes(expected)));
            });
  }

  @Test
  void onlyOneLineBreakAtTheEndOfTheKeyIsNoneOfIt() throws Exception {
    Files.writeString(key, "a key that ends with blanks  \n\n");
    ScriptRun run = credential("--user=alice");

    assertThat(run.status()).as(run.error()).isZero();
    assertThat(verify(run.output().strip())).isInstanceOf(Verification.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1441", "99999999999"})
  void refusesOtherMinutes(String minutes) throws Exception {
    ScriptRun run = credential("--user=alice", "--minutes=" + minutes);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.error())
        .isEqualTo("rstudio-launcher: --minutes: expected 1 to 1440, found " + minutes + "\n");
    assertThat(run.output()).isEmpty();
  }

  @Test
  void refusesWhatIsNoNumber() throws Exception {
    ScriptRun run = credential("--user=alice", "--minutes=soon");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.error()).contains("Invalid value for option '--minutes': 'soon'");
  }

  @Test
  void refusesANameThatNoCredentialCanHave() throws Exception {
    ScriptRun run = credential("--user=");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.error()).contains("--user: expected a user's name");
  }

  @Test
  void tellsHowToMakeAKey() throws Exception {
    Files.delete(key);
    ScriptRun run = credential("--user=alice");

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.error())
        .contains("the secure cookie key " + key + ": expected a file, found none")
        .contains("cat /proc/sys/kernel/random/uuid");
  }

  @Test
  void refusesAKeyThatOthersCouldHaveRead() throws Exception {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    ScriptRun run = credential("--user=alice");

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.error()).contains("expected mode 0600, found mode 0644");
  }

  @Test
  void whoMayNotReadTheKeyMakesNone() throws Exception {
    assumeFalse(ServiceAccount.startedByRoot(), "root may read everything");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("-w-------"));

    assertThat(credential("--user=alice").status()).isEqualTo(77);
  }

  @Test
  void rootMakesOneWithTheKeyOfTheServiceUser() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root gives a file away");
    ServiceAccount nobody = ServiceAccount.find("nobody").orElseThrow();
    Files.setAttribute(key, "unix:uid", (int) nobody.userId());
    ScriptRun run = credential("--user=alice");

    assertThat(run.status()).as(run.error()).isZero();
  }

  private Verification verify(String credential) throws Exception {
    return new CredentialVerifier(SecureCookieKey.read(key)).verify(credential, Instant.now());
  }

  private ScriptRun credential(String... options) throws IOException {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "credential";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = "--config-dir=" + configuration.folder();
    return ScriptRun.begin(UnpackedLauncher.built(), Map.of(), arguments);
  }
}
