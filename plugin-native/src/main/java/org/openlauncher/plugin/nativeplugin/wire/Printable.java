package org.openlauncher.plugin.nativeplugin.wire;

/** Text of a plugin's, made fit for a log and for people. */
public final class Printable {
  private Printable() {}

  /** On one line, and cut off where it is too long. */
  public static String of(String text, int longest) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= longest ? line : line.substring(0, longest) + "...";
  }
}
