package org.openlauncher.config;

/** Text from a file, as a message shows it: in quotation marks and not too long. */
public final class Quoted {
  private static final int MOST_CHARACTERS = 100;

  private Quoted() {}

  /** The text in quotation marks, cut after a hundred characters. */
  public static String of(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= MOST_CHARACTERS
        ? '"' + text + '"'
        : '"' + text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "...\"";
  }
}
