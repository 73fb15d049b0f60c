package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir private Path folder;
  private ScratchFolder scratch;

  @BeforeEach
  void createScratch() throws StartupException {
    scratch = new ScratchFolder(folder.resolve("scratch"));
    scratch.create();
  }

  @Test
  void namesThisProcessUntilItIsClosed() throws Exception {
    Files.writeString(scratch.readyFile(), "of a launcher that was killed");
    try (PidFile claimed = PidFile.claim(scratch)) {
      assertThat(claimed).isNotNull();
      assertThat(PidFile.running(scratch))
          .hasValueSatisfying(
              process -> assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid()));
      assertThat(scratch.readyFile()).doesNotExist();
    }
    assertThat(PidFile.running(scratch)).isEmpty();
    assertThat(scratch.pidFile()).doesNotExist();
  }

  @Test
  void aLaterProcessWithTheSameNumberIsAnother() throws Exception {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    Files.writeString(
        scratch.pidFile(), new ProcessIdentity(self.pid(), "1", self.bootId()).line());
    assertThat(PidFile.running(scratch)).isEmpty();
    Files.writeString(
        scratch.pidFile(), new ProcessIdentity(self.pid(), self.startTime(), "other").line());
    assertThat(PidFile.running(scratch)).isEmpty();
    Files.writeString(scratch.pidFile(), "1; rm -rf /");
    assertThat(PidFile.running(scratch)).isEmpty();
  }

  @Test
  void anEndedProcessIsNotAlive() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    ProcessIdentity identity = ProcessIdentity.of(sleeper.pid()).orElseThrow();
    assertThat(identity.isAlive()).isTrue();
    sleeper.destroyForcibly().waitFor();
    assertThat(identity.isAlive()).isFalse();
  }

  @Test
  void aScratchFolderThatOthersMayWriteIsRefused() throws Exception {
    Files.setPosixFilePermissions(scratch.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(scratch::create)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("can be written by others (mode rwxrwxrwx)")
        .hasMessageContaining("chmod go-w");
  }

  @Test
  void emptyingAFolderFollowsNoLink() throws Exception {
    Path precious = Files.createFile(Files.createDirectory(folder.resolve("kept")).resolve("file"));
    Path cache = scratch.emptied("framework");
    Files.createSymbolicLink(cache.resolve("link"), folder.resolve("kept"));
    Files.createFile(Files.createDirectory(cache.resolve("bundle0")).resolve("old"));
    assertThat(scratch.emptied("framework")).isEmptyDirectory();
    assertThat(precious).exists();
  }
}
