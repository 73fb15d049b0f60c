package org.openlauncher.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyFileTest {
  @TempDir private Path folder;

  @Test
  void countsOnlyForTheProcessThatWroteIt() throws IOException {
    Path file = folder.resolve("ready");
    Files.writeString(file, "{\"pid\":42,\"address\":\"[::1]:5559\"}\n");
    assertThat(ReadyFile.read(file, 42)).contains(new ReadyFile("[::1]:5559"));
    assertThat(ReadyFile.read(file, 43)).isEmpty();
  }

  @Test
  void nothingElseIsTakenForIt() throws IOException {
    Path file = folder.resolve("ready");
    assertThat(ReadyFile.read(file, 42)).isEmpty();
    Files.writeString(file, "{\"pid\":42,");
    assertThat(ReadyFile.read(file, 42)).isEmpty();
  }
}
