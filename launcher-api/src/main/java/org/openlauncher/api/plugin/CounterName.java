package org.openlauncher.api.plugin;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a counter of a cluster's own is called, or a number that it sets. {@code /metrics} shows a
 * counter as {@code openlauncher_plugin_NAME_total}, with the labels that are given here and {@code
 * cluster}, so that no plugin can take the place of a number of the launcher's.
 *
 * @param name at most 60 small letters, digits and underscores, beginning with a letter
 * @param help one sentence of at most 200 characters on one line: what is counted
 * @param labels at most 3, that tell counters of one name apart: names as above, and not {@code
 *     cluster}; values of 1 to 60 characters on one line. Never user names, job ids or anything
 *     else of which there is no end.
 */
public record CounterName(String name, String help, Map<String, String> labels) {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,59}");
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{1,60}");
  private static final Pattern SENTENCE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
  private static final int MOST_LABELS = 3;

  /** The label that the launcher itself gives to each counter. */
  public static final String CLUSTER = "cluster";

  /**
   * Takes a copy of the labels.
   *
   * @param name at most 60 small letters, digits and underscores, beginning with a letter
   * @param help one sentence of at most 200 characters on one line: what is counted
   * @param labels at most 3, that tell counters of one name apart: names as above, and not {@code
   *     cluster}; values of 1 to 60 characters on one line. Never user names, job ids or anything
   *     else of which there is no end.
   * @throws IllegalArgumentException where a part is not as described
   */
  public CounterName {
    labels = Map.copyOf(labels);
    require(WORD.matcher(name).matches(), "name", WORD, name);
    require(SENTENCE.matcher(help).matches(), "help", SENTENCE, help);
    if (labels.size() > MOST_LABELS) {
      throw new IllegalArgumentException(
          "counter " + name + ": at most " + MOST_LABELS + " labels, found " + labels.size());
    }
    labels.forEach(
        (label, value) -> {
          require(
              WORD.matcher(label).matches() && !label.equals(CLUSTER), "label name", WORD, label);
          require(VALUE.matcher(value).matches(), "value of label " + label, VALUE, value);
        });
  }

  private static void require(boolean met, String what, Pattern expected, String found) {
    if (!met) {
      throw new IllegalArgumentException(
          "counter: expected a " + what + " like " + expected + ", found \"" + found + "\"");
    }
  }

  /**
   * {@return a counter that needs no labels}
   *
   * @param name see {@link #name}
   * @param help see {@link #help}
   */
  public static CounterName of(String name, String help) {
    return new CounterName(name, help, Map.of());
  }
}
