package org.openlauncher.config.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.configuration.ConfigurationOption;

/** The page for administrators has a row for every key and field of the code, with its default. */
final class SessionPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("## rserver.conf", SessionOptions.RSERVER),
        Arguments.of("## jupyter.conf", SessionOptions.JUPYTER),
        Arguments.of("## vscode.conf", SessionOptions.VS_CODE));
  }

  private static List<List<String>> rows(String heading) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.startsWith(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith(heading.startsWith("###") ? "###" : "## "))
        .filter(line -> line.startsWith("| `"))
        .map(line -> List.of(line.substring(2).split(" *\\| *", 4)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void keysAndDefaults(String heading, List<ConfigurationOption<?>> options) throws IOException {
    List<List<String>> rows = rows(heading);
    assertThat(rows)
        .extracting(row -> row.get(0))
        .isEqualTo(options.stream().map(option -> "`" + option.name() + "`").toList());
    for (int index = 0; index < options.size(); index++) {
      Optional<String> expected = defaultOf(options.get(index));
      if (expected.isPresent()) {
        assertThat(rows.get(index).get(2)).isEqualTo("`" + expected.get() + "`");
      } else {
        assertThat(rows.get(index).get(2)).doesNotContain("`");
      }
    }
  }

  private static <T> Optional<String> defaultOf(ConfigurationOption<T> option) {
    return option.defaultValue().map(option.type()::format);
  }

  @Test
  void typesOfMountsWithTheirFields() throws IOException {
    List<List<String>> rows = rows("### launcher-mounts");
    assertThat(rows)
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("`MountType`", "`MountPath`", "`ReadOnly`"),
                    MountType.words().stream().map(word -> "`" + word + "`"))
                .toList());
    for (MountType type : MountType.values()) {
      List<String> row =
          rows.stream()
              .filter(each -> each.get(0).equals("`" + type.word() + "`"))
              .findFirst()
              .orElseThrow();
      for (String field : MountType.fields()) {
        assertThat(row.stream().skip(1).collect(Collectors.joining()).contains("`" + field + "`"))
            .isEqualTo(type.has(field));
      }
      type.required().forEach(field -> assertThat(row.get(1)).contains("`" + field + "`"));
    }
  }
}
