package org.openlauncher.config.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;
import org.openlauncher.config.session.EntryFile.Entry;
import org.openlauncher.config.session.EntryFile.Field;
import org.openlauncher.config.session.EntryFile.Text;

/** Reads launcher-ports. */
final class PortsFile {
  static final String NAME = "launcher-ports";
  static final String PORTS = "Ports";

  private static final int GREATEST_PORT = 65_535;

  private final ClusterNames clusters;
  private final Problems problems;
  private final List<PortEntry> ports = new ArrayList<>();

  private PortsFile(ClusterNames clusters, Problems problems) {
    this.clusters = clusters;
    this.problems = problems;
  }

  static List<PortEntry> read(Path file, ClusterNames clusters, Problems problems) {
    PortsFile reader = new PortsFile(clusters, problems);
    EntryFile.read(file, "a port", problems, reader::entry);
    return List.copyOf(reader.ports);
  }

  static List<String> fields() {
    List<String> all = new ArrayList<>(EntryFields.OF_SCOPE);
    all.add(PORTS);
    return all;
  }

  private void entry(Entry entry) {
    EntryFields fields = new EntryFields(entry, clusters, problems);
    fields.refuseOthers(fields());
    EntryScope scope = fields.scope();
    List<Text> lines = entry.field(PORTS).map(Field::values).orElseGet(entry::bare);
    if (lines.isEmpty() && entry.whole() && !fields.faulty()) {
      problems.warning(
          entry.field(PORTS).map(Field::origin).orElseGet(entry::origin),
          "the entry has no effect: it names no port");
    }
    Map<Integer, Origin> seen = new HashMap<>();
    for (Text line : lines) {
      int port = line.text().matches("[0-9]{1,5}") ? Integer.parseInt(line.text()) : 0;
      if (port < 1 || port > GREATEST_PORT) {
        fields.error(
            line.origin(),
            "expected one port, a whole number from 1 to "
                + GREATEST_PORT
                + ", found "
                + Quoted.of(line.text()));
        continue;
      }
      Origin earlier = seen.putIfAbsent(port, line.origin());
      if (earlier == null) {
        ports.add(new PortEntry(scope, port, line.origin()));
      } else {
        problems.warning(
            line.origin(),
            "port " + port + " stands in this entry already, in line " + earlier.line());
      }
    }
  }
}
