package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that were good once. Nothing that is sent may end the spawner, or go unanswered. */
class SpawnerFuzzTest {
  private static final int REQUESTS = 6_000;
  private static final int SEED = 20_260_101;
  private static final int HEADER = 4;
  private static final Path PARSER_FUZZER = Path.of("target", "native", "request-fuzzer");

  @TempDir private Path folder;

  @Test
  void mutatedRequestsAreAllAnswered() throws IOException {
    try (TestedSpawner spawner = TestedSpawner.unprivileged(folder)) {
      List<byte[]> seeds = seeds(spawner);
      Random random = new Random(SEED);
      for (int index = 0; index < REQUESTS; index++) {
        byte[] content = mutate(seeds.get(random.nextInt(seeds.size())), random);
        byte[] frame = new byte[HEADER + content.length];
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(content.length).put(content);
        spawner.client().sendRaw(frame);
      }

      // HELLO is one more
      await()
          .atMost(Duration.ofSeconds(WireClient.PATIENCE_SECONDS))
          .until(() -> spawner.client().answerCount() == REQUESTS + 1);
      assertThat(spawner.launch("true").run()).isEqualTo("ended 0 .");
    }
  }

  /** What is done where one of these gets through unchanged must do no harm. */
  private static List<byte[]> seeds(TestedSpawner spawner) {
    Launch launch =
        spawner
            .launch("true", "", "argument")
            .token("not-the-one-of-the-record")
            .variable("EMPTY=")
            .input("input")
            .output(Path.of("/nonexistent/output"))
            .text(Wire.KEPT_ERRORS, "/nonexistent/errors")
            .number(Wire.PROCESSOR_SECONDS, 10)
            .number(Wire.MEMORY_BYTES, 1 << 30);
    return List.of(
        content(launch.request()),
        content(launch.request().text(Wire.PAM_PROFILE, "su")),
        content(
            new WireRequest(Wire.SIGNAL)
                .text(Wire.USER, spawner.user())
                .number(Wire.SHIM_ID, 4_000_000)
                .number(Wire.SHIM_START, 1)
                .number(Wire.OPERATION, Wire.SUSPEND)),
        content(
            new WireRequest(Wire.OPEN)
                .text(Wire.USER, spawner.user())
                .text(Wire.PATH, "/nonexistent/file")),
        content(
            new WireRequest(Wire.READ)
                .number(Wire.FILE, 1)
                .number(Wire.OFFSET, 0)
                .number(Wire.LENGTH, 1)),
        content(new WireRequest(Wire.CLOSE).number(Wire.FILE, 1)),
        content(new WireRequest(Wire.LOOK_UP).text(Wire.USER, spawner.user())));
  }

  private static byte[] content(WireRequest request) {
    byte[] frame = request.frame(5);
    return Arrays.copyOfRange(frame, HEADER, frame.length);
  }

  private static byte[] mutate(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    for (int left = random.nextInt(5); left > 0 && bytes.length > 0; left--) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[place] = (byte) random.nextInt(256);
        case 1 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, place);
        case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(20));
        default -> {
          int other = random.nextInt(bytes.length);
          byte moved = bytes[place];
          bytes[place] = bytes[other];
          bytes[other] = moved;
        }
      }
    }
    return bytes;
  }

  @Test
  void parserKeepsItsPromises() throws Exception {
    assumeTrue(
        Files.isExecutable(PARSER_FUZZER),
        PARSER_FUZZER + " was not built: there is no C compiler with sanitizers");
    Process process =
        new ProcessBuilder(PARSER_FUZZER.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(WireClient.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(told).isZero();
    assertThat(told).contains("300000 requests parsed");
  }
}
