package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.configuration.ConfigurationOption;

/** The page for administrators has a row for every key of the code, in the code's order. */
final class ConfigurationPageTest {
  static Stream<Arguments> sections() {
    return Stream.of(
        Arguments.of("## launcher.conf, `[server]`", ServerOptions.ALL),
        Arguments.of("## launcher.conf, `[cluster]`, once for each", ClusterSectionReader.ALL),
        Arguments.of("## launcher.&lt;cluster&gt;.conf, every type", ClusterOptions.ALL),
        Arguments.of("## launcher.&lt;cluster&gt;.profiles.conf, every type", ProfileOptions.ALL),
        Arguments.of(
            "## launcher.&lt;cluster&gt;.profiles.conf, types with queues", ProfileOptions.QUEUES),
        Arguments.of(
            "## launcher.&lt;cluster&gt;.profiles.conf, types with GPUs", ProfileOptions.GPUS),
        Arguments.of("## launcher.&lt;cluster&gt;.resources.conf", ResourceProfileOptions.ALL));
  }

  @ParameterizedTest
  @MethodSource("sections")
  void hasARowForEveryKeyWithItsDefault(String heading, List<ConfigurationOption<?>> options)
      throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
            .dropWhile(line -> !line.startsWith(heading))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows.stream().map(row -> cell(row, 1)).toList())
        .isEqualTo(options.stream().map(option -> "`" + option.name() + "`").toList());
    for (int index = 0; index < rows.size(); index++) {
      ConfigurationOption<?> option = options.get(index);
      String shown = cell(rows.get(index), 3);
      if (option.required()) {
        assertThat(shown).as(option.name()).isEqualTo("required");
      } else if (!option.equals(ServerOptions.THREAD_POOL_SIZE)) { // of this machine
        defaultOf(option).ifPresent(value -> assertThat(shown).as(option.name()).contains(value));
      }
    }
  }

  private static String cell(String row, int number) {
    return row.split("\\|", -1)[number].strip();
  }

  private static <T> Optional<String> defaultOf(ConfigurationOption<T> option) {
    return option.defaultValue().map(option.type()::format);
  }
}
