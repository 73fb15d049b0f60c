package org.openlauncher.config.session;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.NearestName;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;
import org.openlauncher.config.session.EntryFile.Entry;
import org.openlauncher.config.session.EntryFile.Field;
import org.openlauncher.config.session.EntryFile.Text;

/** The fields of one entry, checked as they are asked for. */
final class EntryFields {
  static final String JOB_TYPE = "JobType";
  static final String WORKBENCH = "Workbench";
  static final String CLUSTER = "Cluster";
  static final List<String> OF_SCOPE = List.of(JOB_TYPE, WORKBENCH, CLUSTER);

  private static final String ANY = "any";

  private final Entry entry;
  private final ClusterNames clusters;
  private final Problems problems;
  private boolean faulty;

  EntryFields(Entry entry, ClusterNames clusters, Problems problems) {
    this.entry = entry;
    this.clusters = clusters;
    this.problems = problems;
    this.faulty = !entry.whole();
  }

  /** Whether something that was asked for is wrong. */
  boolean faulty() {
    return faulty;
  }

  /** Tells of every field that is not among these. */
  void refuseOthers(Collection<String> known) {
    for (Field field : entry.fields()) {
      if (known.stream().noneMatch(field::named)) {
        error(
            field.origin(),
            "unknown field "
                + Quoted.of(field.name())
                + "; "
                + NearestName.suggestion(field.name(), known));
      }
    }
  }

  void error(Origin origin, String message) {
    problems.error(origin, message);
    faulty = true;
  }

  void missing(String name, String of) {
    if (entry.whole()) {
      error(entry.origin(), of + ": the field \"" + name + "\" is required and missing");
    }
  }

  /** The one value of a field; empty where the entry lacks the field or it is no such value. */
  Optional<Text> single(String name) {
    Optional<Field> field = entry.field(name);
    if (field.isEmpty()) {
      return Optional.empty();
    }
    List<Text> values = field.get().values();
    if (values.isEmpty()) {
      error(field.get().origin(), name + ": expected a value, found nothing");
      return Optional.empty();
    }
    if (values.size() > 1) {
      error(
          values.get(1).origin(),
          "expected one value of "
              + name
              + ", found an indented line that continues it: "
              + Quoted.of(values.get(1).text())
              + "; a field begins at the beginning of its line");
      return Optional.empty();
    }
    return Optional.of(values.get(0));
  }

  /** A value that is one of some words. */
  <T> Optional<T> word(String name, List<String> words, Function<String, Optional<T>> parser) {
    Optional<Text> text = single(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = parser.apply(text.get().text());
    if (value.isEmpty()) {
      error(
          text.get().origin(),
          name
              + ": expected one of "
              + String.join(", ", words)
              + ", found "
              + Quoted.of(text.get().text())
              + nearest(text.get().text(), words));
    }
    return value;
  }

  private static String nearest(String found, List<String> words) {
    String suggestion = NearestName.suggestion(found, words);
    return suggestion.startsWith("did") ? "; " + suggestion : "";
  }

  boolean flag(String name) {
    return word(
            name,
            List.of("true", "false"),
            text ->
                switch (text.toLowerCase(java.util.Locale.ROOT)) {
                  case "true", "1", "yes" -> Optional.of(true);
                  case "false", "0", "no" -> Optional.of(false);
                  default -> Optional.<Boolean>empty();
                })
        .orElse(false);
  }

  /** A value with a path in it that may begin with {@code {HOME}}. */
  Optional<String> path(String name) {
    Optional<Text> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String path = text.get().text();
    if (!path.startsWith("/") && !path.startsWith(Placeholders.HOME)) {
      error(text.get().origin(), name + ": expected an absolute path, found " + Quoted.of(path));
      return Optional.empty();
    }
    if (Arrays.asList(path.split("/", -1)).contains("..")) {
      error(text.get().origin(), name + ": expected a path without .., found " + Quoted.of(path));
      return Optional.empty();
    }
    return Optional.of(path);
  }

  /** A value that may hold {@code {USER}} and {@code {HOME}}. */
  Optional<Text> text(String name) {
    Optional<Text> text = single(name);
    text.ifPresent(this::warnOfPlaceholders);
    return text;
  }

  void warnOfPlaceholders(Text text) {
    for (String mistaken : Placeholders.mistaken(text.text())) {
      problems.warning(
          text.origin(),
          mistaken + " stays as it is: only {USER} and {HOME}, in upper case, are replaced");
    }
  }

  EntryScope scope() {
    Optional<JobKind> kind =
        wordOrAny(JOB_TYPE, Arrays.stream(JobKind.values()).map(JobKind::word), JobKind::parse);
    Optional<Workbench> workbench =
        wordOrAny(
            WORKBENCH, Arrays.stream(Workbench.values()).map(Workbench::word), Workbench::parse);
    Optional<Text> cluster = single(CLUSTER);
    cluster.ifPresent(name -> clusters.check(name.origin(), CLUSTER, name.text(), problems));
    EntryScope scope = new EntryScope(kind, workbench, cluster.map(Text::text));
    if (scope.kind().equals(Optional.of(JobKind.ADHOC)) && scope.workbench().isPresent()) {
      problems.warning(
          entry.field(WORKBENCH).map(Field::origin).orElseGet(entry::origin),
          "the entry is for no job at all: ad-hoc jobs have no workbench");
    }
    return scope;
  }

  private <T> Optional<T> wordOrAny(
      String name, Stream<String> words, Function<String, Optional<T>> parser) {
    List<String> all = Stream.concat(words, Stream.of(ANY)).toList();
    boolean any =
        entry
            .field(name)
            .filter(field -> field.values().size() == 1)
            .filter(field -> field.values().get(0).text().equalsIgnoreCase(ANY))
            .isPresent();
    return any ? Optional.empty() : word(name, all, parser);
  }
}
