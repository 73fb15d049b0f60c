package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.host.json.JobField;

/** The page for users, {@code docs/http-api.md}, tells of what there is, and of all of it. */
final class DocumentationTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("\"\\$LAUNCHER(/[^\"?]*)\\??([^\"]*)\"( -d)?");

  private final String page = read();

  private static String read() {
    try {
      return Files.readString(Path.of("..", "docs", "http-api.md"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void everyExampleFindsItsRouteAndParameters() {
    Router router = new Router(OpenApiTest.routes());
    List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();
    assertThat(examples).hasSizeGreaterThan(10);
    for (MatchResult example : examples) {
      String path = example.group(1).replace("$JOB", "01hzz000000000000000000001");
      boolean posts =
          example.group(3) != null
              || example.group(2).contains("dryRun")
              || path.endsWith("/control");
      Router.Match match = router.match(posts ? "POST" : "GET", path);
      assertThat(match).as(example.group()).isInstanceOf(Router.Match.Found.class);
      QueryParameters.parse(example.group(2), ((Router.Match.Found) match).route().parameters());
    }
  }

  @Test
  void everyParameterMemberAndErrorIsThere() {
    for (QueryParameter parameter : QueryParameter.values()) {
      assertThat(page).containsPattern("[`?&]" + parameter.wireName() + "[`=]");
    }
    for (JobField field : JobField.ALL) {
      assertThat(page).contains("`" + field.wireName() + "`");
    }
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(page)
          .contains("| " + code.wireName() + " | " + code.number() + " | " + HttpStatus.of(code));
    }
    assertThat(Arrays.stream(StreamFormat.values()).map(StreamFormat::contentType))
        .allMatch(page::contains);
  }
}
