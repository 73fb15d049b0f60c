package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on security has every refusal of the spawner, and names tests that there are. */
final class SecurityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "security.md");
  private static final Path PROTOCOL = Path.of("src", "main", "c", "protocol.h");
  private static final Path TESTS = Path.of("src/test/java/org/openlauncher/process/spawner");
  private static final Pattern WORD = Pattern.compile("#define REFUSAL_\\w+ \"([a-z-]+)\"");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| .* \\|(.*)\\|$");
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyRefusalHasARowWithATest() throws IOException {
    Set<String> words = new TreeSet<>();
    Matcher word = WORD.matcher(Files.readString(PROTOCOL));
    while (word.find()) {
      words.add(word.group(1));
    }
    Set<String> rows = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        assertThat(NAMED_TEST.matcher(row.group(2)).find()).as(line).isTrue();
        rows.add(row.group(1));
      }
    }
    assertThat(rows).isEqualTo(words).isNotEmpty();
  }

  @Test
  void theTestsThatAreNamedExist() throws IOException {
    Matcher named = NAMED_TEST.matcher(Files.readString(PAGE));
    List<String> missing = new java.util.ArrayList<>();
    while (named.find()) {
      Path file = TESTS.resolve(named.group(1) + ".java");
      if (!Files.exists(file) || !Files.readString(file).contains("void " + named.group(2) + "(")) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
  }
}
