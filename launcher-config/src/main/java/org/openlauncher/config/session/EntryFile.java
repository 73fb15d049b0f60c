package org.openlauncher.config.session;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;
import org.openlauncher.config.SourceLines;

/**
 * A file of entries: lines {@code Field: value}, continued by indented lines, with blank lines
 * between entries. An entry may instead be bare lines without a field: the short form. Entries are
 * handed over one by one, so that a large file needs little memory.
 */
final class EntryFile {
  /** More is no configuration, and would not fit into memory. */
  static final int MOST_LINES = 500_000;

  /** A piece of a value and where it stands. */
  record Text(String text, Origin origin) {}

  /**
   * A field.
   *
   * @param values what stands on its line and on the lines that continue it; nothing that is empty
   */
  record Field(String name, Origin origin, List<Text> values) {
    boolean named(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /**
   * An entry.
   *
   * @param number from 1, in the file's order
   * @param origin its first line
   * @param fields no name twice
   * @param bare lines of the short form; never beside fields
   * @param whole whether all of its lines could be read; if not, nothing can be said to be missing
   */
  record Entry(int number, Origin origin, List<Field> fields, List<Text> bare, boolean whole) {
    Optional<Field> field(String name) {
      return fields.stream().filter(field -> field.named(name)).findFirst();
    }
  }

  private final String bareForm;
  private final Problems problems;
  private final Consumer<Entry> reader;
  private final List<Field> fields = new ArrayList<>();
  private final List<Text> bare = new ArrayList<>();
  private Optional<Origin> first = Optional.empty();
  private boolean whole = true;
  private int number;
  private int lastLine;
  private int lines;

  private EntryFile(String bareForm, Problems problems, Consumer<Entry> reader) {
    this.bareForm = bareForm;
    this.problems = problems;
    this.reader = reader;
  }

  /**
   * Reads a file that may be missing, which is then the same as an empty one. What is not of this
   * form is told, and the entry that it belongs to is left out.
   *
   * @param bareForm what lines of the short form look like, for messages; empty text where there is
   *     no short form
   */
  static void read(Path file, String bareForm, Problems problems, Consumer<Entry> reader) {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    EntryFile entries = new EntryFile(bareForm, problems, reader);
    new SourceLines(file, problems).read("a symbolic link leads nowhere", entries::accept);
    entries.finish();
    if (entries.lines > MOST_LINES) {
      problems.error(
          file, "expected at most " + MOST_LINES + " lines beside comments; the rest is not read");
    }
  }

  private void accept(SourceLines.Line line) {
    // Lines of nothing but blanks are not handed over: they are seen as gaps in the count.
    if (line.origin().line() > lastLine + 1) {
      finish();
    }
    lastLine = line.origin().line();
    if (line.isComment() || ++lines > MOST_LINES) {
      return;
    }
    if (first.isEmpty()) {
      first = Optional.of(line.origin());
    }
    if (!line.intact()) {
      whole = false;
    } else if (line.indented() && !(fields.isEmpty() && !bare.isEmpty())) {
      continuation(line);
    } else if (isField(line.text())) {
      begin(line);
    } else {
      bare(line);
    }
  }

  /** The first of colon and equals sign tells; text without either is of the short form. */
  private boolean isField(String text) {
    int colon = text.indexOf(':');
    int equals = text.indexOf('=');
    return colon >= 0 && (equals < 0 || colon < equals);
  }

  private void begin(SourceLines.Line line) {
    int colon = line.text().indexOf(':');
    String name = SourceLines.stripBlanks(line.text().substring(0, colon));
    if (name.isEmpty()) {
      refuse(line.origin(), "expected Field: value, found nothing before the colon");
      return;
    }
    if (!bare.isEmpty()) {
      refuse(
          line.origin(),
          "the field "
              + Quoted.of(name)
              + " stands in one entry with lines without a field; separate them by a blank line");
      return;
    }
    Optional<Field> earlier = fields.stream().filter(field -> field.named(name)).findFirst();
    if (earlier.isPresent()) {
      refuse(
          line.origin(),
          "the field "
              + Quoted.of(name)
              + " stands in this entry already, in line "
              + earlier.get().origin().line()
              + "; entries are separated by a blank line");
      return;
    }
    List<Text> values = new ArrayList<>();
    String value = SourceLines.stripBlanks(line.text().substring(colon + 1));
    if (!value.isEmpty()) {
      values.add(new Text(value, line.origin()));
    }
    fields.add(new Field(name, line.origin(), values));
  }

  private void continuation(SourceLines.Line line) {
    if (fields.isEmpty()) {
      refuse(
          line.origin(),
          "an indented line continues the field above it, and there is none: expected "
              + (bareForm.isEmpty() ? "Field: value" : "Field: value or " + bareForm)
              + " at the beginning of the line");
    } else {
      fields.get(fields.size() - 1).values().add(new Text(line.text(), line.origin()));
    }
  }

  private void bare(SourceLines.Line line) {
    if (bareForm.isEmpty()) {
      refuse(line.origin(), "expected Field: value, found no colon in " + Quoted.of(line.text()));
    } else if (fields.isEmpty()) {
      bare.add(new Text(line.text(), line.origin()));
    } else {
      refuse(
          line.origin(),
          "expected Field: value; "
              + bareForm
              + " stands behind a field, on its line or indented below it");
    }
  }

  private void refuse(Origin origin, String message) {
    problems.error(origin, message);
    whole = false;
  }

  private void finish() {
    if (first.isPresent()) {
      number++;
      reader.accept(new Entry(number, first.get(), List.copyOf(fields), List.copyOf(bare), whole));
    }
    first = Optional.empty();
    whole = true;
    fields.clear();
    bare.clear();
  }
}
