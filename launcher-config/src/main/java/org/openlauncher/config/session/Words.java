package org.openlauncher.config.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Arguments written on one line. No shell ever sees them: nothing but quotation marks is special.
 */
final class Words {
  private static final char NONE = 0;

  private Words() {}

  /**
   * The words between blanks; quotation marks of both kinds keep blanks; empty: one is not closed.
   */
  static Optional<List<String>> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char open = NONE;
    for (int index = 0; index < line.length(); index++) {
      char character = line.charAt(index);
      if (open != NONE && character == open) {
        open = NONE;
      } else if (open == NONE && (character == '"' || character == '\'')) {
        open = character;
        begun = true;
      } else if (open == NONE && (character == ' ' || character == '\t')) {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
        }
        begun = false;
      } else {
        word.append(character);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return open == NONE ? Optional.of(List.copyOf(words)) : Optional.empty();
  }
}
