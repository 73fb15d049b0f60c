package org.openlauncher.plugin.kubernetes.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.container.program.KeptOutput;

/** Keeping output that comes in pieces, some of them twice and some not at all. */
class OutputKeeperTest {
  @TempDir Path folder;

  private OutputKeeper open() throws IOException {
    return OutputKeeper.open(folder.resolve("output"), folder.resolve("index"));
  }

  private static Frame.Piece piece(boolean stdout, long position, String text) {
    return new Frame.Piece(stdout, position, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private String read(OutputType type) throws IOException {
    try (KeptOutput output =
        KeptOutput.open(folder.resolve("output"), folder.resolve("index"), type)) {
      ByteBuffer all = ByteBuffer.allocate(10_000);
      output.read(0, all);
      return new String(all.array(), 0, all.position(), UTF_8);
    }
  }

  @Test
  void whatComesAgainIsKeptOnce() throws IOException {
    try (OutputKeeper keeper = open()) {
      assertThat(keeper.add(piece(true, 0, "abc"))).isTrue();
      assertThat(keeper.add(piece(false, 3, "12"))).isTrue();
      assertThat(keeper.add(piece(true, 0, "abc"))).isTrue();
      assertThat(keeper.add(piece(false, 3, "12"))).isTrue();
      // A piece that is cut otherwise than the first time.
      assertThat(keeper.add(piece(true, 4, "?def"))).isTrue();
    }

    assertThat(read(OutputType.MIXED)).isEqualTo("abc12def");
    assertThat(read(OutputType.STDOUT)).isEqualTo("abcdef");
    assertThat(read(OutputType.STDERR)).isEqualTo("12");
  }

  @Test
  void whatIsMissingIsNoticed() throws IOException {
    try (OutputKeeper keeper = open()) {
      keeper.add(piece(true, 0, "abc"));
      assertThat(keeper.add(piece(true, 5, "fgh"))).isFalse();
      assertThat(keeper.position()).isEqualTo(3);

      keeper.skipTo(5);
      assertThat(keeper.add(piece(true, 5, "fgh"))).isTrue();
      assertThat(keeper.position()).isEqualTo(8);
    }
    try (OutputKeeper keeper = open()) {
      assertThat(keeper.position()).isEqualTo(8);
      keeper.add(piece(true, 8, "i"));
    }

    assertThat(read(OutputType.STDOUT)).isEqualTo("abcfghi");
    assertThat(read(OutputType.STDERR)).contains("lacks 2 bytes");
  }

  @Test
  void itGoesOnWhereItWasCut() throws IOException {
    try (OutputKeeper keeper = open()) {
      keeper.add(piece(true, 0, "abc"));
    }
    // The launcher died after the piece, within its entry.
    Files.writeString(folder.resolve("output"), "lost", StandardOpenOption.APPEND);
    Files.write(folder.resolve("index"), new byte[7], StandardOpenOption.APPEND);

    try (OutputKeeper keeper = open()) {
      assertThat(keeper.position()).isEqualTo(3);
      keeper.add(piece(true, 0, "abcdef"));
    }

    assertThat(read(OutputType.MIXED)).isEqualTo("abcdef");
  }
}
