package org.openlauncher.config.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code {USER}} and {@code {HOME}} stand for.
 *
 * @param user the login name
 * @param home the home folder
 */
public record Placeholders(String user, String home) {
  static final String USER = "{USER}";
  static final String HOME = "{HOME}";

  private static final Pattern WORD = Pattern.compile("(?<!\\$)\\{([A-Za-z_-]{1,20})}");
  private static final Set<String> LOOK_ALIKES =
      Set.of(
          "USER",
          "HOME",
          "USERNAME",
          "USER_NAME",
          "USER-NAME",
          "USERID",
          "USERS",
          "USR",
          "USERR",
          "UESR",
          "HOMEDIR",
          "HOME_DIR",
          "HOMES",
          "HOEM",
          "HOMEE",
          "LOGIN");

  /** The text with both replaced; what the name holds is not looked at again. */
  public String fill(String text) {
    if (text.indexOf('{') < 0) {
      return text;
    }
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int brace = text.indexOf('{'); brace >= 0; brace = text.indexOf('{', from)) {
      filled.append(text, from, brace);
      if (text.startsWith(USER, brace)) {
        filled.append(user);
        from = brace + USER.length();
      } else if (text.startsWith(HOME, brace)) {
        filled.append(home);
        from = brace + HOME.length();
      } else {
        filled.append('{');
        from = brace + 1;
      }
    }
    return filled.append(text, from, text.length()).toString();
  }

  static boolean in(String text) {
    return text.contains(USER) || text.contains(HOME);
  }

  /** Words in braces that look like one of the two, but stay as they are. */
  static List<String> mistaken(String text) {
    Set<String> found = new LinkedHashSet<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group(1);
      boolean known = word.equals("USER") || word.equals("HOME");
      if (!known && LOOK_ALIKES.contains(word.toUpperCase(java.util.Locale.ROOT))) {
        found.add("{" + word + "}");
      }
    }
    return List.copyOf(found);
  }
}
