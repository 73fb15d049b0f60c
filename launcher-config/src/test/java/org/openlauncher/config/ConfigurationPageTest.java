package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        Arguments.of("## launcher.&lt;cluster&gt;.conf, every type", ClusterOptions.ALL));
  }

  @ParameterizedTest
  @MethodSource("sections")
  void hasARowForEveryKey(String heading, List<ConfigurationOption<?>> options) throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
            .dropWhile(line -> !line.startsWith(heading))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    assertThat(rows).isEqualTo(options.stream().map(ConfigurationOption::name).toList());
  }
}
