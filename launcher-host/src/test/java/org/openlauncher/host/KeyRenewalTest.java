package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.auth.CredentialSigner;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.auth.Verification;
import org.openlauncher.host.KeySource.Keys;
import org.openlauncher.process.InheritedSecrets;

/** Two keys for a time, and keys that change while the launcher runs. */
final class KeyRenewalTest {
  private static final BootProperties BOOT =
      new BootProperties(
          Optional.empty(),
          Path.of("plugins"),
          Path.of("plugin-copies"),
          false,
          false,
          false,
          false,
          Optional.empty(),
          Optional.empty());

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeKey() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    file = folder.resolve("secure-cookie-key");
    SecureCookieKey.create(file);
  }

  private static String credential(SecureCookieKey key) {
    return new CredentialSigner(key).issue("alice", Duration.ofMinutes(5));
  }

  private static boolean takes(KeyRenewal keys, String credential) {
    return keys.verify(credential, Instant.now()) instanceof Verification.Valid;
  }

  /** Changes count when they have stayed from one look to the next. */
  private static void lookTwice(KeyRenewal keys) {
    keys.look();
    keys.look();
  }

  @Test
  void theKeyBeforeIsTakenAsLongAsItsFileIsThere() throws Exception {
    String old = credential(SecureCookieKey.read(file));
    KeyRenewal keys = new KeyRenewal(Keys.read(file));
    assertThat(takes(keys, old)).isTrue();

    Files.move(file, SecureCookieKey.previous(file));
    SecureCookieKey.create(file);
    lookTwice(keys);
    String fresh = credential(SecureCookieKey.read(file));
    assertThat(takes(keys, old)).isTrue();
    assertThat(takes(keys, fresh)).isTrue();

    Files.delete(SecureCookieKey.previous(file));
    lookTwice(keys);
    assertThat(takes(keys, old)).isFalse();
    assertThat(takes(keys, fresh)).isTrue();
  }

  @Test
  void aKeyThatCannotBeUsedLeavesTheOneBeforeInUse() throws Exception {
    String good = credential(SecureCookieKey.read(file));
    KeyRenewal keys = new KeyRenewal(Keys.read(file));
    Files.writeString(file, "short");
    lookTwice(keys);

    assertThat(takes(keys, good)).isTrue();
    assertThat(keys.trouble()).isPresent();
    assertThat(keys.trouble().get()).doesNotContain(folder.toString());

    Files.delete(file);
    SecureCookieKey.create(file);
    lookTwice(keys);
    assertThat(keys.trouble()).isEmpty();
    assertThat(takes(keys, good)).isFalse();
  }

  @Test
  void whatRootHandsOverIsUsedAndWiped() throws Exception {
    byte[] current = "0123456789abcdef-current\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] before = "0123456789abcdef-before\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Path other = Files.writeString(folder.resolve("other"), "0123456789abcdef-before\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    InheritedSecrets secrets = () -> List.of(current, before);

    Keys read = new KeySource(BOOT, secrets).read(file);

    assertThat(read.keys()).hasSize(2);
    assertThat(read.files()).isEmpty();
    assertThat(takes(new KeyRenewal(read), credential(SecureCookieKey.read(other)))).isTrue();
    assertThat(current).containsOnly(0);
    assertThat(before).containsOnly(0);
  }

  @Test
  void aPreviousKeyThatOthersCanReadIsRefused() throws IOException {
    Path previous = Files.copy(file, SecureCookieKey.previous(file));
    Files.setPosixFilePermissions(previous, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> new KeySource(BOOT, List::of).read(file))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(previous.toString())
        .hasMessageContaining("0644");
  }
}
