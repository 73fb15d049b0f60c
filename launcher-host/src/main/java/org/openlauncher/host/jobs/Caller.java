package org.openlauncher.host.jobs;

import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.user.UserAccount;

/**
 * On whose behalf a request is made. An administrator who named another user with {@code
 * X-Launcher-User} is that user here, and {@code actor} tells who it really was.
 *
 * @param account the user whose rights count
 * @param administrator whether all users' jobs are open to the caller
 * @param actor the login name that was authenticated
 */
public record Caller(UserAccount account, boolean administrator, String actor) {
  /** Refuses nulls. */
  public Caller {
    Objects.requireNonNull(account);
    Objects.requireNonNull(actor);
  }

  /** The login name whose rights count. */
  public String user() {
    return account.name();
  }

  /** Whether a job of this owner may be seen and controlled. */
  public boolean maySee(String owner) {
    return administrator || account.name().equals(owner);
  }

  /** The one owner whose jobs may be seen; empty where all may. */
  public Optional<String> onlyOwner() {
    return administrator ? Optional.empty() : Optional.of(account.name());
  }
}
