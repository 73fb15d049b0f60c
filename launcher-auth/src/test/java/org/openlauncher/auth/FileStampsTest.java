package org.openlauncher.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a change of files is told. */
final class FileStampsTest {
  @TempDir private Path folder;

  @Test
  void aChangeIsToldOnceWhenTheFilesRest() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "1");
    Path other = Files.writeString(folder.resolve("other"), "2");
    FileStamps stamps = new FileStamps(List.of(one, other));
    assertThat(stamps.changed()).isFalse();
    Files.writeString(other, "longer");
    assertThat(stamps.changed()).isFalse();
    Files.writeString(one, "longer still");
    assertThat(stamps.changed()).isFalse();
    assertThat(stamps.changed()).isTrue();
    assertThat(stamps.changed()).isFalse();
  }

  @Test
  void replacedRemovedAndLinkedFilesAreChanges() throws IOException {
    Path file = folder.resolve("file");
    FileStamps stamps = new FileStamps(List.of(file));
    Files.writeString(file, "same");
    assertThat(changedAfterAll(stamps)).isTrue();
    Path fresh = Files.writeString(folder.resolve("fresh"), "same");
    Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertThat(changedAfterAll(stamps)).isTrue();
    Files.delete(file);
    assertThat(changedAfterAll(stamps)).isTrue();
    Path target = Files.writeString(folder.resolve("target"), "x");
    Files.createSymbolicLink(file, target);
    assertThat(changedAfterAll(stamps)).isTrue();
    Files.writeString(target, "changed");
    assertThat(changedAfterAll(stamps)).isTrue();
    assertThat(changedAfterAll(stamps)).isFalse();
  }

  private static boolean changedAfterAll(FileStamps stamps) {
    return !stamps.changed() && stamps.changed();
  }
}
