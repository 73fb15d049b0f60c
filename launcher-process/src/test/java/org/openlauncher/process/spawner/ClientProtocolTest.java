package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.process.supervise.Refusal;

/** The client's numbers and words are those of the program, and its frames have the right form. */
final class ClientProtocolTest {
  private static final Path HEADER = Path.of("src/main/c/protocol.h");

  private static Map<String, Integer> numbers(String prefix) throws IOException {
    Map<String, Integer> numbers = new TreeMap<>();
    Matcher line =
        Pattern.compile("^ +" + prefix + "([A-Z_]+) = ([0-9]+),", Pattern.MULTILINE)
            .matcher(Files.readString(HEADER));
    while (line.find()) {
      numbers.put(line.group(1), Integer.valueOf(line.group(2)));
    }
    return numbers;
  }

  @Test
  void tagsAreThoseOfTheProgram() throws IOException {
    Map<String, Integer> known = new TreeMap<>();
    for (Tag tag : Tag.values()) {
      known.put(tag.name(), tag.number());
    }

    assertThat(numbers("TAG_")).containsAllEntriesOf(known);
  }

  @Test
  void kindsAreThoseOfTheProgram() throws IOException {
    Map<String, Integer> known = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      known.put(kind.name(), kind.number());
    }
    Map<String, Integer> all = new TreeMap<>();
    numbers("REQUEST_").forEach((name, number) -> all.put("REQUEST_" + name, number));
    numbers("ANSWER_").forEach((name, number) -> all.put("ANSWER_" + name, number));

    assertThat(all).containsAllEntriesOf(known);
  }

  @Test
  void allRefusalsHaveAMeaning() throws IOException {
    Matcher line =
        Pattern.compile("^#define REFUSAL_([A-Z_]+) \"([a-z-]+)\"", Pattern.MULTILINE)
            .matcher(Files.readString(HEADER));
    int count = 0;
    while (line.find()) {
      assertThat(Refusal.of(line.group(2))).isEqualTo(Refusal.valueOf(line.group(1)));
      count++;
    }

    assertThat(count).isEqualTo(Refusal.values().length - 1);
  }

  @Test
  void aFrameIsReadAsItWasWritten() throws Nonsense {
    ByteBuffer bytes =
        new Frame.Builder(Kind.REQUEST_OPEN)
            .text(Tag.USER, "älice")
            .number(Tag.OFFSET, Long.MAX_VALUE)
            .bytes(Tag.CONTENT, new byte[] {0, 1, 2})
            .frame(0xfedcba98);
    assertThat(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt()).isEqualTo(bytes.remaining());

    Frame frame = Frame.parse(bytes);

    assertThat(frame.request()).isEqualTo(0xfedcba98);
    assertThat(frame.kind()).isEqualTo(Kind.REQUEST_OPEN);
    assertThat(frame.text(Tag.USER)).isEqualTo("älice");
    assertThat(frame.number(Tag.OFFSET)).isEqualTo(Long.MAX_VALUE);
    assertThat(frame.bytes(Tag.CONTENT)).containsExactly(0, 1, 2);
    assertThat(frame.find(Tag.PATH)).isEmpty();
    assertThatThrownBy(() -> frame.text(Tag.PATH)).isInstanceOf(Nonsense.class);
    assertThatThrownBy(() -> frame.number(Tag.CONTENT)).isInstanceOf(Nonsense.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01000000",
        "0100000000",
        "01000000ff",
        "0100000081ff",
        "010000008101ff000000",
        "010000008101ffffffff",
        "01000000810100000000000000",
        "010000008101000000000100000000",
        "0100000081fe00000000"
      })
  void nonsenseIsRecognised(String hexadecimal) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hexadecimal);

    assertThatThrownBy(() -> Frame.parse(ByteBuffer.wrap(bytes))).isInstanceOf(Nonsense.class);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void noAnswerButDoneIsEmpty(Kind kind) throws Nonsense {
    ByteBuffer bytes = new Frame.Builder(kind).frame(1);
    bytes.position(Integer.BYTES);
    Frame frame = Frame.parse(bytes);

    switch (kind) {
      case ANSWER_DONE -> assertThat(Answer.of(frame)).isEqualTo(new Answer.Done());
      case REQUEST_LAUNCH,
          REQUEST_SIGNAL,
          REQUEST_OPEN,
          REQUEST_READ,
          REQUEST_CLOSE,
          ANSWER_HELLO,
          ANSWER_STARTED,
          ANSWER_REFUSED,
          ANSWER_FILE,
          ANSWER_DATA ->
          assertThatThrownBy(() -> Answer.of(frame)).isInstanceOf(Nonsense.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,0,1,0,true",
    "4194304,9223372036854775807,2,1,true",
    "0,0,1,0,false",
    "1,0,0,0,false",
    "-1,0,1,0,false",
    "1,-1,1,0,false",
    "1,0,1,-1,false"
  })
  void aStartIsOfProcesses(long process, long start, long shim, long shimStart, boolean good)
      throws Nonsense {
    ByteBuffer bytes =
        new Frame.Builder(Kind.ANSWER_STARTED)
            .number(Tag.PROCESS_ID, process)
            .number(Tag.PROCESS_START, start)
            .number(Tag.SHIM_ID, shim)
            .number(Tag.SHIM_START, shimStart)
            .frame(1);
    bytes.position(Integer.BYTES);
    Frame frame = Frame.parse(bytes);

    if (good) {
      assertThat(Answer.of(frame)).isEqualTo(new Answer.Started(process, start, shim, shimStart));
    } else {
      assertThatThrownBy(() -> Answer.of(frame)).isInstanceOf(Nonsense.class);
    }
  }
}
