package org.openlauncher.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How root becomes the service account, for good. */
sealed interface Descent {
  /** The program that does it and its options; the command to run then is to be appended. */
  List<String> arguments(ServiceAccount account, HandedKeys keys);

  /** What the command is told about it, as variables of its environment. */
  Map<String, String> variables(HandedKeys keys);

  /** What root opens for it; empty for nothing. */
  Optional<Path> standardInput(HandedKeys keys);

  /** Whether jobs can then run as their owners. */
  boolean jobsRunAsOwners();

  /**
   * By the native spawner, whose child stays root's and starts the jobs as their owners; the
   * service has a socket to it in place of standard input, over which the key comes, too.
   *
   * @param minimumUserId the least user id that a job may have
   * @param background whether nobody shall be held up by the spawner's standard error
   * @param frames whether the pipes to a launcher in front stay open for the service
   */
  record BySpawner(Path program, long minimumUserId, boolean background, boolean frames)
      implements Descent {
    @Override
    public List<String> arguments(ServiceAccount account, HandedKeys keys) {
      List<String> arguments = new ArrayList<>();
      arguments.add(program.toString());
      arguments.add("--server-user=" + account.name());
      arguments.add("--minimum-user-id=" + minimumUserId);
      keys.current().ifPresent(file -> arguments.add("--key-file=" + file));
      keys.previous().ifPresent(file -> arguments.add("--previous-key-file=" + file));
      keys.session().ifPresent(file -> arguments.add("--session-key-file=" + file));
      if (background) {
        arguments.add("--syslog");
      }
      if (frames) {
        arguments.add("--keep-frames");
      }
      arguments.add("--");
      return arguments;
    }

    @Override
    public Map<String, String> variables(HandedKeys keys) {
      return Map.of("OPENLAUNCHER_SPAWNER", "inherited");
    }

    @Override
    public Optional<Path> standardInput(HandedKeys keys) {
      return Optional.empty();
    }

    @Override
    public boolean jobsRunAsOwners() {
      return true;
    }
  }

  /** By util-linux, where there is no spawner: nothing of root's is left. */
  record BySetpriv() implements Descent {
    @Override
    public List<String> arguments(ServiceAccount account, HandedKeys keys) {
      return List.of(
          "setpriv",
          "--reuid=" + account.userId(),
          "--regid=" + account.groupId(),
          "--init-groups",
          "--no-new-privs",
          "--inh-caps=-all",
          "--bounding-set=-all",
          "--");
    }

    @Override
    public Map<String, String> variables(HandedKeys keys) {
      return keys.current().isPresent() ? Map.of("OPENLAUNCHER_KEY_STDIN", "1") : Map.of();
    }

    @Override
    public Optional<Path> standardInput(HandedKeys keys) {
      return keys.current();
    }

    @Override
    public boolean jobsRunAsOwners() {
      return false;
    }
  }
}
