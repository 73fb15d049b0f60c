package org.openlauncher.host.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;

/** Knows every name in small letters, and can be told to know nobody for a while. */
public final class TestUsers implements UserDirectory {
  /** What happens at a look-up. */
  public final Script<String, Optional<UserAccount>> find =
      new Script<>(name -> Optional.of(account(name)));

  @Override
  public Optional<UserAccount> find(String name) {
    return find.answer(name);
  }

  @Override
  public boolean hasGroup(String name) {
    return name.equals("users");
  }

  @Override
  public UserAccount self() {
    return account("service");
  }

  /** The account of a name. */
  public static UserAccount account(String name) {
    return new UserAccount(
        name, 1_001, 1_001, List.of("users"), List.of(1_001L), Path.of("/home", name), "/bin/sh");
  }
}
