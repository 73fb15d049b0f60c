package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;

/** Where each piece of an output ends takes room too, and more than the piece if that is tiny. */
final class OutputOfTinyPiecesTest extends DockerJobsTest {
  private static final int LIMIT = 20_000;
  private static final int GREATEST_INDEX = 65_536 + 64;

  @Override
  Map<String, String> options() {
    return Map.of("output-limit-bytes", Integer.toString(LIMIT));
  }

  @Test
  void itsIndexIsBounded() {
    StartedJob job =
        start("i=0; while [ $i -lt 9000 ]; do printf x; printf y >&2; i=$((i+1)); done");
    job.awaitFinished(0);

    Path index = scratchFolder().resolve("jobs").resolve(job.id().value()).resolve("index");
    assertThat(index).satisfies(file -> assertThat(Files.size(file)).isLessThan(GREATEST_INDEX));
    // On a slow machine the pieces are not all that tiny, and everything has room.
    if (job.read(OutputType.MIXED).length != 18_000) {
      assertThat(job.readText(OutputType.STDERR)).contains("less where it comes in tiny pieces");
    }
  }
}
