package org.openlauncher.process.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessUser;

/**
 * Which user a job runs as: its owner where root started the launcher, else the launcher's own
 * user. Every back-end that starts processes of this machine asks it before each of them. Safe from
 * any thread.
 */
public sealed interface RunAs {
  /** Where a job starts whose user has no home. */
  Path ROOT_FOLDER = Path.of("/");

  /**
   * What this launcher can do, without PAM profiles.
   *
   * @param self the launcher's own user
   */
  static RunAs of(Privileges privileges, UserAccount self) {
    return privileges.otherUsers()
        ? new Owner(self, privileges.minimumUserId(), Optional.empty(), Optional.empty())
        : new Launcher(self);
  }

  /** The account that the job of an owner runs as. */
  UserAccount account(UserAccount owner);

  /**
   * Refuses owners for whom nothing is run.
   *
   * @throws LauncherException {@code InvalidRequest} naming {@code $.job.user}
   */
  void check(UserAccount owner);

  /** Where a job starts that does not say where. */
  Path startFolder(UserAccount owner);

  /** The account's name for a job's handle; empty for the launcher's own user. */
  Optional<String> accountName(UserAccount owner);

  /** The user, for those who start processes. */
  ProcessUser processUser(UserAccount owner);

  /** What an owner should know of it. */
  List<String> notes(UserAccount owner);

  /**
   * Refuses a group that the job of an owner can't run as.
   *
   * @throws LauncherException {@code InvalidRequest} naming {@code $.job.group}
   */
  default void checkGroup(Optional<String> group, UserAccount owner) {
    List<String> groups = account(owner).groups();
    String primary = groups.isEmpty() ? "" : groups.get(0);
    if (group.filter(name -> !name.equals(primary)).isPresent()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.group: expected \""
              + primary
              + "\", the primary group of "
              + account(owner).name()
              + ", which jobs run as beside all other groups of that user, found \""
              + group.get()
              + "\"");
    }
  }

  /**
   * Every job runs as the launcher's own user.
   *
   * @param self that user
   */
  record Launcher(UserAccount self) implements RunAs {
    @Override
    public UserAccount account(UserAccount owner) {
      return self;
    }

    @Override
    public void check(UserAccount owner) {
      // Whoever asks gets no more than the launcher's user may do.
    }

    @Override
    public Path startFolder(UserAccount owner) {
      Path home = self.home();
      return home.isAbsolute() && Files.isDirectory(home) ? home : ROOT_FOLDER;
    }

    @Override
    public Optional<String> accountName(UserAccount owner) {
      return Optional.empty();
    }

    @Override
    public ProcessUser processUser(UserAccount owner) {
      return new ProcessUser.Self();
    }

    @Override
    public List<String> notes(UserAccount owner) {
      if (owner.uid() == self.uid()) {
        return List.of();
      }
      return List.of(
          "The job runs as "
              + self.name()
              + ", the user that the launcher runs as, and not as "
              + owner.name()
              + ".");
    }
  }

  /**
   * Every job runs as its owner.
   *
   * @param self the launcher's own user, as whom nothing may run
   * @param minimumUserId the least user id that an owner may have
   * @param pamProfile the PAM profile whose account rules must allow the job
   * @param sessionPamProfile the PAM profile whose session is open as long as the job runs
   */
  record Owner(
      UserAccount self,
      long minimumUserId,
      Optional<String> pamProfile,
      Optional<String> sessionPamProfile)
      implements RunAs {
    @Override
    public UserAccount account(UserAccount owner) {
      return owner;
    }

    @Override
    public void check(UserAccount owner) {
      if (owner.uid() == 0 || owner.gid() == 0) {
        throw refusal(
            owner,
            "jobs never run with the rights of root, its user id is "
                + owner.uid()
                + " and its group id "
                + owner.gid());
      }
      if (owner.uid() < minimumUserId) {
        throw refusal(
            owner,
            "jobs run as users whose id is at least "
                + minimumUserId
                + " (minimum-user-id), its id is "
                + owner.uid());
      }
      if (owner.uid() == self.uid()) {
        throw refusal(owner, "a job that ran as the launcher's own user could act as every user");
      }
    }

    private static LauncherException refusal(UserAccount owner, String why) {
      return new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.user: " + owner.name() + " can't have jobs here: " + why);
    }

    /** Who has no home does not get another folder instead: the start tells. */
    @Override
    public Path startFolder(UserAccount owner) {
      return owner.home().isAbsolute() ? owner.home() : ROOT_FOLDER;
    }

    @Override
    public Optional<String> accountName(UserAccount owner) {
      return Optional.of(owner.name());
    }

    @Override
    public ProcessUser processUser(UserAccount owner) {
      return new ProcessUser.Account(owner.name(), pamProfile, sessionPamProfile);
    }

    @Override
    public List<String> notes(UserAccount owner) {
      return List.of();
    }
  }
}
