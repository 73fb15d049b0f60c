package org.openlauncher.plugin.slurm;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessUser;

/** As whom jobs run, and where their files are. */
final class JobOwners {
  private final Privileges privileges;
  private final UserAccount self;
  private final String storage;

  /**
   * @param self the launcher's own account
   * @param storage the owners' folders, with words for the parts that differ
   */
  JobOwners(Privileges privileges, UserAccount self, String storage) {
    this.privileges = privileges;
    this.self = self;
    this.storage = storage;
  }

  /** The account that a job of this owner runs as. */
  UserAccount account(UserAccount owner) {
    return privileges.otherUsers() ? owner : self;
  }

  /** The same, for processes. */
  ProcessUser user(UserAccount owner) {
    return runsAsSelf() ? new ProcessUser.Self() : ProcessUser.Account.named(owner.name());
  }

  /** Whether every job runs as the launcher's own user. */
  boolean runsAsSelf() {
    return !privileges.otherUsers();
  }

  /** Refuses owners that can't have jobs here. */
  void check(UserAccount owner, Optional<String> group) {
    if (!runsAsSelf()) {
      if (owner.uid() == 0 || owner.gid() == 0) {
        throw refusal(owner, "jobs never run with the rights of root");
      }
      if (owner.uid() < privileges.minimumUserId()) {
        throw refusal(
            owner,
            "jobs run as users whose id is at least "
                + privileges.minimumUserId()
                + " (minimum-user-id), its id is "
                + owner.uid());
      }
      if (owner.uid() == self.uid()) {
        throw refusal(owner, "a job that ran as the launcher's own user could act as every user");
      }
    }
    UserAccount account = account(owner);
    String primary = account.groups().isEmpty() ? "" : account.groups().get(0);
    if (group.isPresent() && !group.get().equals(primary)) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.group: expected \""
              + primary
              + "\", the group that jobs of "
              + account.name()
              + " run with, found \""
              + group.get()
              + "\"");
    }
    storage(owner);
  }

  private static LauncherException refusal(UserAccount owner, String why) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST, "$.job.user: " + owner.name() + " can't have jobs here: " + why);
  }

  /** The folder of an owner's. */
  Path storage(UserAccount owner) {
    UserAccount account = account(owner);
    String home = account.home().toString();
    String text =
        (storage.startsWith("~/") ? home + storage.substring(1) : storage)
            .replace("{HOME}", home)
            .replace("{USER}", account.name());
    try {
      Path path = Path.of(text).normalize();
      if (path.isAbsolute() && text.indexOf('\n') < 0) {
        return path;
      }
    } catch (InvalidPathException impossible) {
      // Told below, with what it is about.
    }
    throw new LauncherException(
        ErrorCode.INVALID_REQUEST,
        "$.job.user: "
            + owner.name()
            + " can't have jobs here: user-storage-path gives \""
            + text
            + "\", which is no absolute path");
  }
}
