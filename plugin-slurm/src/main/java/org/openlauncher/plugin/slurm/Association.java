package org.openlauncher.plugin.slurm;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a user may submit jobs under.
 *
 * @param account an account of Slurm's accounting; empty for none
 * @param qos the qualities of service that go with it
 */
record Association(String account, Set<String> qos) {
  /** Of who has none: Slurm takes such jobs, under no account. */
  static final Association NONE = new Association("", Set.of("normal"));

  /** Takes a copy of the set. */
  Association {
    qos = Set.copyOf(qos);
  }

  /** Reads the lines {@code ACCOUNT|QOS,QOS} of sacctmgr; who has none has {@link #NONE}. */
  static List<Association> parse(String text) {
    List<Association> all =
        text.lines()
            .map(line -> line.split("\\|", -1))
            .filter(columns -> columns.length >= 2)
            .map(columns -> new Association(columns[0].strip(), words(columns[1])))
            .toList();
    return all.isEmpty() ? List.of(NONE) : all;
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
