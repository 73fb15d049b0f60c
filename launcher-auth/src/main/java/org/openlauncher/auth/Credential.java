package org.openlauncher.auth;

import java.nio.charset.StandardCharsets;

/** What issuing and verifying have in common: whose a credential can be, and what is signed. */
final class Credential {
  static final char SEPARATOR = '|';

  private static final int MOST_NAME_BYTES = 256;

  private Credential() {}

  /** Whether a credential can be for a user of this name. */
  static boolean isUserName(String user) {
    return !user.isEmpty()
        && user.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES
        && StandardCharsets.UTF_8.newEncoder().canEncode(user)
        && user.chars().noneMatch(Character::isISOControl);
  }

  static byte[] signed(String user, String date) {
    return (user + date).getBytes(StandardCharsets.UTF_8);
  }
}
