package org.openlauncher.plugin.kubernetes.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of a pod's log. */
class FrameTest {
  private static byte[] line(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aPieceIsWhatWasWritten() {
    assertThat(Frame.parse(line("e 120 a b\\n\\\\5cn\\00\\ff "))).isEmpty();
    assertThat(Frame.parse(line("e 120 a b\\n\\5cn\\00\\ff ")))
        .contains(
            new Frame.Piece(
                false,
                120,
                ByteBuffer.wrap(new byte[] {'a', ' ', 'b', '\n', '\\', 'n', 0, (byte) 0xff, ' '})));
    assertThat(Frame.parse(line("o 0 ")))
        .contains(new Frame.Piece(true, 0, ByteBuffer.allocate(0)));
  }

  @Test
  void startAndEndAreTold() {
    assertThat(Frame.parse(line("s"))).contains(new Frame.Started());
    assertThat(Frame.parse(line(". 17"))).contains(new Frame.End(17));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "o",
        "o 1",
        "o  x",
        "o 99999999999999999999 x",
        "o -1 x",
        ". 17 ",
        ". ",
        "x 1 y",
        "o 1 a\\",
        "o 1 a\\0",
        "o 1 a\\zz",
        "unable to retrieve container logs for containerd://0123",
        "rpc error: code = NotFound desc = an error occurred when try to find container"
      })
  void whatElseStandsInALogIsNoneOfTheJob(String text) {
    assertThat(Frame.parse(line(text))).isEmpty();
  }
}
