package org.openlauncher.config;

import java.util.List;
import java.util.regex.Pattern;

/** Hides what nobody should read over an administrator's shoulder. */
public final class Secrets {
  private static final String HIDDEN = "***";
  private static final String FILE = "-file";
  private static final List<String> TELLTALE = List.of("token", "password", "secret", "key-data");
  private static final Pattern PASSWORD_OF_USER = Pattern.compile("(//[^/:@?]*):[^?]*@");
  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile("(?i)([?&;][^=&;]*(?:password|pwd|secret|token)[^=&;]*=)[^&;]*");

  private Secrets() {}

  /**
   * An option's value without its secret part: all of it, or the password within an address. Where
   * a file is that holds a secret is none.
   */
  public static String masked(String option, String value) {
    if (!option.endsWith(FILE) && TELLTALE.stream().anyMatch(option::contains)) {
      return HIDDEN;
    }
    return maskedAddress(value);
  }

  static String maskedAddress(String address) {
    String withoutUser = PASSWORD_OF_USER.matcher(address).replaceAll("$1:" + HIDDEN + "@");
    return PASSWORD_PARAMETER.matcher(withoutUser).replaceAll("$1" + HIDDEN);
  }
}
