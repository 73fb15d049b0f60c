package org.openlauncher.config.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;
import org.openlauncher.config.SourceLines;
import org.openlauncher.config.session.EntryFile.Entry;
import org.openlauncher.config.session.EntryFile.Field;
import org.openlauncher.config.session.EntryFile.Text;

/** Reads launcher-env. */
final class EnvironmentFile {
  static final String NAME = "launcher-env";
  static final String ENVIRONMENT = "Environment";

  private static final String FORM = "KEY=VALUE";
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final ClusterNames clusters;
  private final Problems problems;
  private final List<VariableEntry> variables = new ArrayList<>();

  private EnvironmentFile(ClusterNames clusters, Problems problems) {
    this.clusters = clusters;
    this.problems = problems;
  }

  static List<VariableEntry> read(Path file, ClusterNames clusters, Problems problems) {
    EnvironmentFile reader = new EnvironmentFile(clusters, problems);
    EntryFile.read(file, FORM, problems, reader::entry);
    return List.copyOf(reader.variables);
  }

  static List<String> fields() {
    List<String> all = new ArrayList<>(EntryFields.OF_SCOPE);
    all.add(ENVIRONMENT);
    return all;
  }

  private void entry(Entry entry) {
    EntryFields fields = new EntryFields(entry, clusters, problems);
    fields.refuseOthers(fields());
    EntryScope scope = fields.scope();
    List<Text> lines = entry.field(ENVIRONMENT).map(Field::values).orElseGet(entry::bare);
    if (lines.isEmpty() && entry.whole() && !fields.faulty()) {
      problems.warning(
          entry.field(ENVIRONMENT).map(Field::origin).orElseGet(entry::origin),
          "the entry has no effect: it sets no variable");
    }
    Map<String, Origin> seen = new HashMap<>();
    for (Text line : lines) {
      variable(line, fields)
          .ifPresent(
              variable -> {
                Origin earlier = seen.put(variable.name(), line.origin());
                if (earlier != null) {
                  problems.warning(
                      line.origin(),
                      variable.name()
                          + " stands in this entry already, in line "
                          + earlier.line()
                          + "; the later value counts");
                }
                variables.add(new VariableEntry(scope, variable, line.origin()));
              });
    }
  }

  /** The value may be a secret: no message shows it. */
  private static Optional<EnvironmentVariable> variable(Text line, EntryFields fields) {
    int equals = line.text().indexOf('=');
    if (equals < 0) {
      fields.error(line.origin(), "expected " + FORM + ", found no equals sign");
      return Optional.empty();
    }
    String name = SourceLines.stripBlanks(line.text().substring(0, equals));
    if (!VARIABLE_NAME.matcher(name).matches()) {
      int colon = name.indexOf(':');
      fields.error(
          line.origin(),
          "expected the name of a variable before the equals sign, found "
              + (name.isEmpty()
                  ? "nothing"
                  : Quoted.of(colon < 0 ? name : name.substring(0, colon + 1)))
              + "; a name is letters, digits and underscores and begins with no digit");
      return Optional.empty();
    }
    fields.warnOfPlaceholders(line);
    return Optional.of(
        new EnvironmentVariable(name, SourceLines.stripBlanks(line.text().substring(equals + 1))));
  }
}
