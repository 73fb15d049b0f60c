package org.openlauncher.api.user;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The machine's user database (NSS: local files, LDAP, SSSD), with a short memory. */
@ProviderType
public interface UserDirectory {
  /**
   * Looks an account up. May block for as long as the machine's name service takes; answers are
   * remembered for about a minute.
   *
   * @param name a login name; a name that no account can have is simply not found
   * @return the account, empty where the database says that there is none
   * @throws org.openlauncher.api.error.LauncherException with {@code Timeout} or {@code Unknown}
   *     where the database gave no answer: then nothing is known of the user
   */
  Optional<UserAccount> find(String name);

  /**
   * The account that {@link #find} would answer without asking anybody. Never blocks.
   *
   * @param name a login name
   * @return the account; empty where it is not remembered, or the name is not known
   */
  default Optional<UserAccount> remembered(String name) {
    return Optional.empty();
  }

  /**
   * {@return whether there is a group of this name} May block like {@link #find}, and fails as it
   * does.
   *
   * @param name a group's name; a name that no group can have is simply not found
   */
  boolean hasGroup(String name);

  /** {@return the account that the launcher itself runs as} */
  UserAccount self();
}
