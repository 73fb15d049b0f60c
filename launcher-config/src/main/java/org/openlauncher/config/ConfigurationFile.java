package org.openlauncher.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.openlauncher.api.configuration.Origin;

/**
 * A file of {@code key=value} lines, perhaps in {@code [sections]}. Only its form is checked here,
 * not what the keys mean.
 *
 * @param path the file, absolute
 * @param sections in the file's order; the first one has no header and holds what stands before any
 */
public record ConfigurationFile(Path path, List<Section> sections) {
  /** Takes a copy of the list. */
  public ConfigurationFile {
    sections = List.copyOf(sections);
  }

  /**
   * The lines below one header.
   *
   * @param name as between the brackets; empty for what stands before the first header
   * @param header where the header stands; empty for what stands before the first one
   * @param entries in the file's order, no key twice
   */
  public record Section(String name, Optional<Origin> header, List<Entry> entries) {
    /** Takes a copy of the list. */
    public Section {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One {@code key=value} line.
   *
   * @param key what stands before the first equals sign
   * @param value what stands behind it; may be empty
   * @param origin where it stands
   */
  public record Entry(String key, String value, Origin origin) {
    /** Key and place; the value may be a secret. */
    @Override
    public String toString() {
      return key + " (" + origin + ")";
    }
  }

  /** The section that a line stands in, or that it begins. */
  Section sectionAt(int line) {
    Section found = sections.get(0);
    for (Section section : sections) {
      if (section.header().filter(header -> header.line() <= line).isPresent()) {
        found = section;
      }
    }
    return found;
  }

  /**
   * Reads a file that must exist.
   *
   * @param ifMissing what to do where there is no such file, for the message
   * @return the file's lines of correct form; empty where it can't be read at all
   */
  public static Optional<ConfigurationFile> read(Path file, String ifMissing, Problems problems) {
    return read(file, ifMissing, key -> true, problems);
  }

  private static Optional<ConfigurationFile> read(
      Path file, String ifMissing, Predicate<String> own, Problems problems) {
    Parser parser = new Parser(own, problems);
    boolean readable = new SourceLines(file, problems).read(ifMissing, parser::accept);
    return readable
        ? Optional.of(new ConfigurationFile(file, parser.sections()))
        : Optional.empty();
  }

  /** Reads a file that may be missing, which is then the same as an empty one. */
  public static Optional<ConfigurationFile> readIfPresent(Path file, Problems problems) {
    return readIfPresent(file, key -> true, problems);
  }

  /**
   * Reads a file that may be missing and that belongs to another program, too.
   *
   * @param own tells which keys are the launcher's; others are passed over, however often they come
   */
  public static Optional<ConfigurationFile> readIfPresent(
      Path file, Predicate<String> own, Problems problems) {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      Section nothing = new Section("", Optional.empty(), List.of());
      return Optional.of(new ConfigurationFile(file, List.of(nothing)));
    }
    return read(file, "a symbolic link leads nowhere", own, problems);
  }

  private static final class Parser {
    private final Predicate<String> own;
    private final Problems problems;
    private final List<Section> sections = new ArrayList<>();
    private String name = "";
    private Optional<Origin> header = Optional.empty();
    private Map<String, Entry> entries = new LinkedHashMap<>();
    private boolean headerUsable = true;

    Parser(Predicate<String> own, Problems problems) {
      this.own = own;
      this.problems = problems;
    }

    void accept(SourceLines.Line line) {
      if (line.isComment()) {
        return;
      }
      if (line.text().startsWith("[")) {
        begin(line);
      } else if (line.intact()) {
        entry(line);
      }
    }

    List<Section> sections() {
      finishSection();
      return sections;
    }

    private void finishSection() {
      if (headerUsable) {
        sections.add(new Section(name, header, List.copyOf(entries.values())));
        headerUsable = false;
      }
    }

    private void begin(SourceLines.Line line) {
      finishSection();
      String text = line.text();
      name =
          text.endsWith("]") ? SourceLines.stripBlanks(text.substring(1, text.length() - 1)) : "";
      headerUsable = !name.isEmpty() && name.indexOf('[') < 0 && name.indexOf(']') < 0;
      if (!headerUsable && line.intact()) {
        problems.error(
            line.origin(),
            "expected a section header of the form [name], found " + Quoted.of(text));
      }
      headerUsable &= line.intact();
      header = Optional.of(line.origin());
      entries = new LinkedHashMap<>();
    }

    private void entry(SourceLines.Line line) {
      int equals = line.text().indexOf('=');
      if (equals < 0) {
        // The text is not shown: it may be the rest of a secret that was broken over two lines.
        problems.error(line.origin(), "expected key=value, found no equals sign");
        return;
      }
      String key = SourceLines.stripBlanks(line.text().substring(0, equals));
      if (key.isEmpty()) {
        problems.error(line.origin(), "expected key=value, found nothing before the equals sign");
        return;
      }
      if (!own.test(key)) {
        return;
      }
      String value = SourceLines.stripBlanks(line.text().substring(equals + 1));
      Entry first = entries.putIfAbsent(key, new Entry(key, value, line.origin()));
      if (first != null) {
        problems.error(
            line.origin(),
            "the key " + Quoted.of(key) + " stands here already, in line " + first.origin().line());
      }
    }
  }
}
