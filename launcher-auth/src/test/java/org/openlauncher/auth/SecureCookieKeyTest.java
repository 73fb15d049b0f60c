package org.openlauncher.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecureCookieKeyTest {
  private static final String UUID = "6f1c8a2e-2f60-4b53-9d0e-5f9a2f4d9b11";
  private static final int NOBODY = 65_534;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    file = directory.toRealPath().resolve("secure-cookie-key");
  }

  private Path write(String content, String permissions) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  private static byte[] fingerprint(SecureCookieKey key) {
    return key.sign("x".getBytes(StandardCharsets.UTF_8));
  }

  private static SecureCookieKey of(String content) throws KeyFileException {
    return SecureCookieKey.read(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "descriptor 3");
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Path file) {
    return assertThatThrownBy(() -> SecureCookieKey.read(file))
        .isInstanceOf(KeyFileException.class);
  }

  private static boolean isRoot() {
    return RunningUser.uid() == 0;
  }

  @Test
  void oneLineBreakAtTheEndIsNotPartOfTheKey() throws Exception {
    byte[] expected = fingerprint(of(UUID));

    assertThat(fingerprint(SecureCookieKey.read(write(UUID + "\n", "rw-------"))))
        .isEqualTo(expected);
    assertThat(fingerprint(of(UUID + "\r\n"))).isEqualTo(expected);
    assertThat(fingerprint(of(UUID + "\n\n"))).isNotEqualTo(expected);
    assertThat(fingerprint(of(UUID + " "))).isNotEqualTo(expected);
  }

  @Test
  void tighterModeIsFine() throws Exception {
    assertThat(fingerprint(SecureCookieKey.read(write(UUID, "r--------"))))
        .isEqualTo(fingerprint(of(UUID)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x", "rwxrwxrwx"})
  void othersHaveNoPermission(String permissions) throws IOException {
    assertRefused(write(UUID, permissions))
        .hasMessageStartingWith(
            "the secure cookie key " + file + ": expected mode 0600, found mode 0")
        .hasMessageEndingWith(" (" + permissions + "); run: sudo chmod 0600 " + file);
  }

  @Test
  void modeIsToldAsNumber() throws IOException {
    assertRefused(write(UUID, "rw-r--r--")).hasMessageContaining("found mode 0644 (rw-r--r--)");
  }

  @Test
  void strangersFileIsRefused() throws IOException {
    assumeTrue(isRoot(), "only root gives a file away");
    Files.setAttribute(write(UUID, "rw-------"), "unix:uid", NOBODY);

    assertRefused(file)
        .hasMessage(
            "the secure cookie key "
                + file
                + ": expected owner root, found owner uid 65534; run: sudo chown root "
                + file);
  }

  @Test
  void fileOfTheServiceUserIsFineWhereThatIsKnown() throws Exception {
    assumeTrue(isRoot(), "only root gives a file away");
    Files.setAttribute(write(UUID, "rw-------"), "unix:uid", NOBODY);

    assertThat(fingerprint(SecureCookieKey.read(file, NOBODY))).isEqualTo(fingerprint(of(UUID)));
    assertThat(SecureCookieKey.check(file, NOBODY)).isEqualTo(file);
    assertThatThrownBy(() -> SecureCookieKey.check(file, NOBODY - 1))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining(
            "expected owner root or server-user (uid 65533), found owner uid 65534");
  }

  @Test
  void checkedFileIsTheOneThatALinkLeadsTo() throws Exception {
    write(UUID, "rw-------");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(SecureCookieKey.check(link, NOBODY)).isEqualTo(file);
  }

  @Test
  void openFileIsRefusedToTheServiceUserToo() throws IOException {
    write(UUID, "rw-r-----");

    assertThatThrownBy(() -> SecureCookieKey.check(file, NOBODY))
        .isInstanceOfSatisfying(
            KeyFileException.class, refused -> assertThat(refused.isDenied()).isFalse())
        .hasMessageContaining("expected mode 0600, found mode 0640");
  }

  @Test
  void fileOfAnotherUserIsRefused() {
    assumeTrue(!isRoot(), "root may read everything");
    Path shadow = Path.of("/etc/shadow");
    assumeTrue(Files.exists(shadow), "a file of root's that others may not read");

    assertRefused(shadow).hasMessageStartingWith("the secure cookie key /etc/shadow: expected ");
  }

  @Test
  void unreadableFileSaysWhoMayNotReadIt() throws IOException {
    assumeTrue(!isRoot(), "root may read everything");

    assertRefused(write(UUID, "-w-------"))
        .isInstanceOfSatisfying(
            KeyFileException.class, refused -> assertThat(refused.isDenied()).isTrue())
        .hasMessageContaining("expected a file that user " + System.getProperty("user.name"))
        .hasMessageContaining("sudo chown ");
  }

  @Test
  void missingFileSaysHowToMakeIt() {
    assertRefused(file)
        .hasMessage(
            "the secure cookie key "
                + file
                + ": expected a file, found none; make it as root: (umask 077; cat"
                + " /proc/sys/kernel/random/uuid > "
                + file
                + ")");
  }

  @Test
  void commandOfAMessageTakesAnyPath() {
    assertRefused(directory.resolve("it's a key")).hasMessageContaining("/it'\\''s a key')");
  }

  @Test
  void folderIsNoKey() throws IOException {
    Files.createDirectory(file);

    assertRefused(file).hasMessageContaining("expected a file, found a folder, device or pipe");
  }

  @Test
  void pipeDoesNotHang() throws Exception {
    assumeTrue(
        new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0, "mkfifo works");

    assertRefused(file).hasMessageContaining("expected a file, found a folder, device or pipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "short", "fifteen bytes..\n"})
  void keyHasALeastLength(String content) throws IOException {
    assertRefused(write(content, "rw-------"))
        .hasMessageContaining(
            file
                + ": expected from 16 to 4096 bytes beside a line break at the end, found "
                + content.strip().length()
                + "; make a new one as root: ");
  }

  @Test
  void lengthsAtTheBounds() throws KeyFileException {
    assertThat(of("k".repeat(16) + "\n")).isNotNull();
    assertThat(of("k".repeat(4096) + "\r\n")).isNotNull();
    assertThatThrownBy(() -> of("k".repeat(4097)))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("descriptor 3: expected from 16 to 4096 bytes")
        .hasMessageContaining("found more");
  }

  @Test
  void linkToASoundFileIsFollowed() throws Exception {
    write(UUID, "rw-------");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(fingerprint(SecureCookieKey.read(link))).isEqualTo(fingerprint(of(UUID)));
  }

  @Test
  void linkToAnOpenFileNamesTheTarget() throws IOException {
    write(UUID, "rw-rw-rw-");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertRefused(link).hasMessageEndingWith("sudo chmod 0600 " + file);
  }

  @Test
  void linkThatLeadsNowhereIsAMissingFile() throws IOException {
    assertRefused(Files.createSymbolicLink(directory.resolve("link"), file))
        .hasMessageContaining("found none");
  }

  @Test
  void folderThatOthersWriteToIsRefused() throws IOException {
    write(UUID, "rw-------");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));

    assertRefused(file)
        .hasMessage(
            "the secure cookie key "
                + file
                + ": expected a folder that nobody but its owner can write to, found "
                + file.getParent()
                + " with mode 0770; run: sudo chmod go-w "
                + file.getParent());
  }

  @Test
  void stickyFolderProtectsAFileButNoLink() throws Exception {
    write(UUID, "rw-------");
    Path open = Files.createDirectory(directory.resolve("open"));
    Path inside = Files.move(file, open.toRealPath().resolve("key"));
    Path link = Files.createSymbolicLink(open.resolve("link"), inside);
    Files.setAttribute(open, "unix:mode", 01777);

    assertThat(SecureCookieKey.read(inside)).isNotNull();
    assertRefused(link).hasMessageContaining("with mode 01777");
  }

  @Test
  void createdKeyIsSoundAndNeverReplacesOne() throws Exception {
    SecureCookieKey key = SecureCookieKey.create(file);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    assertThat(fingerprint(SecureCookieKey.read(file))).isEqualTo(fingerprint(key));
    assertThatThrownBy(() -> SecureCookieKey.create(file))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("a key is never replaced");
    assertThat(fingerprint(SecureCookieKey.read(file))).isEqualTo(fingerprint(key));
    assertThat(fingerprint(SecureCookieKey.create(directory.resolve("other"))))
        .isNotEqualTo(fingerprint(key));
  }

  @Test
  void linkInTheWayIsNotWrittenThrough() throws IOException {
    Path target = directory.resolve("target");
    Files.createSymbolicLink(file, target);

    assertThatThrownBy(() -> SecureCookieKey.create(file)).isInstanceOf(KeyFileException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void keyIsNeverShown() throws KeyFileException {
    assertThat(of(UUID).toString()).doesNotContain(UUID);
    assertThatThrownBy(() -> of("secret"))
        .isInstanceOf(KeyFileException.class)
        .message()
        .doesNotContain("secret ")
        .doesNotContain("\"secret\"");
  }
}
