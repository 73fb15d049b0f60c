package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;

/**
 * Which folders of this machine a job may mount. The engine mounts as root: it goes through folders
 * that are closed to the job's owner, and follows links that the owner could exchange at any time.
 * So the way to a folder must be open to the owner, and nothing on it may be the owner's to change.
 */
final class HostFolders {
  private static final int MOST_LINKS = 40;
  private static final int STICKY = 01000;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final List<Path> ALWAYS_CLOSED =
      List.of(
          Path.of("/proc"),
          Path.of("/sys"),
          Path.of("/dev"),
          Path.of("/run"),
          Path.of("/var/run"),
          Path.of("/boot"));

  private final List<Path> closed;
  private final List<String> open;

  /**
   * @param closed what no job may see, nor a folder above it: the engine's socket and data, the
   *     launcher's own files
   * @param open folders in which everything may be mounted, with {USER} and {HOME}
   */
  HostFolders(List<Path> closed, List<String> open) {
    this.closed = List.copyOf(closed);
    this.open = List.copyOf(open);
  }

  /**
   * The folders of a machine with an engine and the launcher.
   *
   * @param scratch the launcher's own files
   * @param engine where the engine listens
   */
  static HostFolders beside(Path scratch, URI engine, List<String> open) {
    List<Path> closed = new ArrayList<>(List.of(scratch, Path.of("/var/lib/docker")));
    if ("unix".equals(engine.getScheme())) {
      Path socket = Path.of(engine.getPath());
      closed.add(socket);
      try {
        closed.add(socket.toRealPath());
      } catch (IOException engineGone) {
        // Then the name that was configured has to do.
      }
    }
    return new HostFolders(closed, open);
  }

  /**
   * The folder that the engine is to mount, without links on the way.
   *
   * @param place the path's place in the request
   * @throws LauncherException where the owner may not mount it
   */
  Path resolve(String place, String text, UserAccount owner) {
    Path path = absolute(place, text);
    Path resolved;
    if (isOpen(path, owner)) {
      resolved = realPath(place, path);
      if (!isOpen(resolved, owner)) {
        resolved = follow(place, path, owner);
      }
    } else {
      resolved = follow(place, path, owner);
    }
    requireNotClosed(place, path);
    requireNotClosed(place, resolved);
    return resolved;
  }

  private static Path absolute(String place, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute() && path.equals(path.normalize())) {
        return path;
      }
    } catch (InvalidPathException impossible) {
      // Told below.
    }
    throw refusal(place, "expected an absolute path without . and .., found \"" + text + "\"");
  }

  private boolean isOpen(Path path, UserAccount owner) {
    return open.stream()
        .map(
            folder ->
                folder.replace("{USER}", owner.name()).replace("{HOME}", owner.home().toString()))
        .anyMatch(folder -> path.startsWith(Path.of(folder)));
  }

  /** Where the launcher may look at it, links are resolved; else the engine finds what there is. */
  private static Path realPath(String place, Path path) {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException missing) {
      throw refusal(place, "there is no " + path + " on this machine");
    } catch (IOException closedToLauncher) {
      return path;
    }
  }

  private void requireNotClosed(String place, Path path) {
    for (Path secret : closed) {
      if (secret.startsWith(path) || path.startsWith(secret)) {
        throw refusal(place, path + " can't be mounted: it leads to " + secret);
      }
    }
    for (Path system : ALWAYS_CLOSED) {
      if (system.startsWith(path) || path.startsWith(system)) {
        throw refusal(place, path + " can't be mounted: " + system + " belongs to the system");
      }
    }
  }

  /** Goes down the path step by step, as the owner would. */
  private static Path follow(String place, Path path, UserAccount owner) {
    Deque<Path> rest = new ArrayDeque<>();
    path.forEach(rest::addLast);
    Path reached = Path.of("/");
    int links = 0;
    while (!rest.isEmpty()) {
      Path step = rest.removeFirst();
      if (step.toString().equals("..")) {
        reached = reached.getParent() == null ? reached : reached.getParent();
        continue;
      }
      Path next = reached.resolve(step);
      Map<String, Object> folder = attributes(place, reached);
      Map<String, Object> entry = attributes(place, next);
      if (!allowed(folder, owner, EXECUTE)) {
        throw refusal(place, owner.name() + " may not enter " + reached);
      }
      if (canExchange(folder, entry, owner)) {
        throw refusal(
            place,
            owner.name()
                + " could exchange "
                + next
                + " for a link to somewhere else; mount "
                + reached
                + ", or have the administrator add it to host-mount-folders");
      }
      if (Boolean.TRUE.equals(entry.get("isSymbolicLink"))) {
        links++;
        if (links > MOST_LINKS) {
          throw refusal(place, "too many links on the way to " + path);
        }
        Path target = target(place, next);
        reached = target.isAbsolute() ? Path.of("/") : reached;
        Deque<Path> steps = new ArrayDeque<>();
        target.forEach(steps::addLast);
        steps.addAll(rest);
        rest.clear();
        rest.addAll(steps);
      } else {
        reached = next;
      }
    }
    return reached;
  }

  private static boolean canExchange(
      Map<String, Object> folder, Map<String, Object> entry, UserAccount owner) {
    boolean writable = number(folder, "uid") == owner.uid() || allowed(folder, owner, WRITE);
    boolean protectedByStickiness =
        (number(folder, "mode") & STICKY) != 0
            && number(folder, "uid") != owner.uid()
            && number(entry, "uid") != owner.uid();
    return writable && !protectedByStickiness;
  }

  private static boolean allowed(Map<String, Object> folder, UserAccount owner, int right) {
    long mode = number(folder, "mode");
    if (number(folder, "uid") == owner.uid()) {
      return ((mode >> 6) & right) != 0;
    }
    long group = number(folder, "gid");
    if (group == owner.gid() || owner.groupIds().contains(group)) {
      return ((mode >> 3) & right) != 0;
    }
    return (mode & right) != 0;
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) attributes.getOrDefault(name, 0)).longValue();
  }

  private static Map<String, Object> attributes(String place, Path path) {
    try {
      return Files.readAttributes(
          path, "unix:mode,uid,gid,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException missing) {
      throw refusal(place, "there is no " + path + " on this machine");
    } catch (IOException failure) {
      throw refusal(
          place,
          "the launcher can't see who may reach "
              + path
              + "; mount a folder above it, or have the administrator add it to"
              + " host-mount-folders");
    }
  }

  private static Path target(String place, Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException failure) {
      throw refusal(place, "the link " + link + " can't be read");
    }
  }

  private static LauncherException refusal(String place, String why) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, place + ": " + why);
  }
}
