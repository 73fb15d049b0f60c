package org.openlauncher.process;

import java.util.Objects;
import java.util.Optional;

/** Whom a job runs as. */
public sealed interface ProcessUser {
  /**
   * The user that the launcher itself runs as. Only for a launcher without privileges: beside a
   * privileged one, a job of that user could act as everybody.
   */
  record Self() implements ProcessUser {}

  /**
   * An account of the machine, with all its groups. Only for a privileged launcher.
   *
   * @param name the login name
   * @param accountProfile the PAM profile whose account rules must allow the job; empty for none
   * @param sessionProfile the PAM profile whose session is open as long as the job runs; empty for
   *     none
   */
  record Account(String name, Optional<String> accountProfile, Optional<String> sessionProfile)
      implements ProcessUser {
    /** Refuses a name that none can be. */
    public Account {
      Objects.requireNonNull(accountProfile);
      Objects.requireNonNull(sessionProfile);
      if (name.isEmpty()) {
        throw new IllegalArgumentException("an account has a name");
      }
    }

    /** An account without PAM. */
    public static Account named(String name) {
      return new Account(name, Optional.empty(), Optional.empty());
    }
  }
}
