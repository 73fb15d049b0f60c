package org.openlauncher.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.boot.StartupException;

/** What root makes, gives away and hands over, and what it refuses to touch. */
class RootFilesTest {
  private static final int STRANGER = 54321;

  @TempDir private Path folder;
  private ServiceAccount account = new ServiceAccount("nobody", 65534, 65534, "/nonexistent");

  @BeforeEach
  void onlyAsRoot() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root can give files away");
    account = ServiceAccount.named("nobody");
  }

  @Test
  void aMissingFolderIsMadeForTheAccountAlone() throws Exception {
    Path path = folder.resolve("a/b/scratch");
    ServiceFolder.scratch(path).prepare(account);
    FileStatus made = FileStatus.of(path);
    assertThat(made.owner()).isEqualTo(account.userId());
    assertThat(made.group()).isEqualTo(account.groupId());
    assertThat(made.permissions()).isEqualTo("0700");
    assertThat(FileStatus.of(folder.resolve("a/b")).owner()).isZero();
    assertThat(FileStatus.of(folder.resolve("a/b")).permissions()).isEqualTo("0755");

    ServiceFolder.scratch(path).prepare(account);
    assertThat(FileStatus.of(path)).isEqualTo(made);
  }

  @Test
  void aFolderOfRootsThatHoldsSomethingIsNotGivenAway() throws IOException {
    Files.createFile(folder.resolve("important"));
    assertThatThrownBy(() -> ServiceFolder.logs(folder).prepare(account))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("logging-dir " + folder + " belongs to user 0")
        .hasMessageContaining("install -d -m 0750 -o 65534");
    assertThat(FileStatus.of(folder).owner()).isZero();
  }

  @Test
  void aMissingKeyIsMadeOnce() throws Exception {
    Path key = folder.resolve("secure-cookie-key");
    assertThat(new KeyHandover(key).createMissing()).isTrue();
    FileStatus made = FileStatus.of(key);
    assertThat(made.permissions()).isEqualTo("0600");
    assertThat(made.owner()).isZero();
    assertThat(new KeyHandover(key).createMissing()).isFalse();
    assertThat(FileStatus.of(key)).isEqualTo(made);

    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path open = folder.resolve("another-key");
    assertThatThrownBy(() -> new KeyHandover(open).createMissing())
        .hasMessageContaining("is not made, because")
        .hasMessageContaining("can be changed by others");
    assertThat(open).doesNotExist();
  }

  @Test
  void aSymbolicLinkInPlaceOfTheFolderIsNotFollowed() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("scratch"), target);
    assertThatThrownBy(() -> ServiceFolder.scratch(link).prepare(account))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is no folder of its own");
    assertThat(FileStatus.of(target).owner()).isZero();
  }

  @Test
  void nothingIsMadeWhereAStrangerCouldExchangeIt() throws IOException {
    Path strangers = Files.createDirectory(folder.resolve("home"));
    Files.setAttribute(strangers, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> ServiceFolder.scratch(strangers.resolve("s")).prepare(account))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("folder " + strangers + " can be changed by others");
    assertThat(strangers.resolve("s")).doesNotExist();
  }

  @Test
  void aLinkIsTrustedOnlyWhereRootAloneCouldHavePutIt() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Path rootsLink = Files.createSymbolicLink(folder.resolve("link"), target);
    Path sharedLink = Files.createSymbolicLink(shared.resolve("link"), target);
    Files.setAttribute(shared, "unix:mode", 01777, LinkOption.NOFOLLOW_LINKS);
    assertThat(TrustedPath.weakness(rootsLink.resolve("x"))).isEmpty();
    assertThat(TrustedPath.weakness(sharedLink.resolve("x")))
        .contains("symbolic link " + sharedLink + " lies where others can write");
  }

  @Test
  void aRelativeLinkIsFollowedFromWhereItLies() throws IOException {
    Path strangers = Files.createDirectory(folder.resolve("strangers"));
    Files.setAttribute(strangers, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("strangers"));
    assertThat(TrustedPath.weakness(link.resolve("x")))
        .hasValueSatisfying(weakness -> assertThat(weakness).contains(strangers.toString()));
  }

  @Test
  void rootsKeyIsHandedOverAndTheAccountsOwnIsNot() throws Exception {
    Path key = key("rw-------");
    assertThat(new KeyHandover(key).to(account))
        .isEqualTo(new HandedKeys(Optional.of(key), Optional.empty(), Optional.empty()));
    Path before =
        Files.copy(key, SecureCookieKey.previous(key), StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(new KeyHandover(key).to(account))
        .isEqualTo(new HandedKeys(Optional.of(key), Optional.of(before), Optional.empty()));
    Files.setAttribute(key, "unix:uid", (int) account.userId(), LinkOption.NOFOLLOW_LINKS);
    assertThat(new KeyHandover(key).to(account)).isEqualTo(HandedKeys.NONE);
  }

  @Test
  void aStrangersOrAReadableKeyIsRefused() throws IOException {
    Path readable = key("rw-r--r--");
    assertThatThrownBy(() -> new KeyHandover(readable).to(account))
        .hasMessageContaining("found mode 0644")
        .hasMessageContaining("chmod 0600");
    Path strangers = key("rw-------");
    Files.setAttribute(strangers, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> new KeyHandover(strangers).to(account))
        .hasMessageContaining(
            "expected owner root or server-user (uid 65534), found owner uid 54321");
  }

  @Test
  void rootIsNoServiceAccount() {
    assertThatThrownBy(() -> ServiceAccount.named("root"))
        .hasMessageContaining("the launcher never runs as root");
    assertThatThrownBy(() -> ServiceAccount.named("no-such-account"))
        .hasMessageContaining("useradd --system");
  }

  private Path key(String mode) throws IOException {
    Path key = Files.createTempFile(folder, "key", "");
    return Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
  }
}
