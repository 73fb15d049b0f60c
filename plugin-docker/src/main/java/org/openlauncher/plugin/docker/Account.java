package org.openlauncher.plugin.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.openlauncher.container.AccountFiles;
import org.openlauncher.container.ContainerUser;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the account of a job's owner in a container that was made and not started: the files of the
 * image are read, merged with the owner's entries and put back. Remembers what images have.
 */
final class Account {
  private static final String PASSWD = "etc/passwd";
  private static final String GROUP = "etc/group";
  private static final String SHADOW = "etc/shadow";
  private static final long PUBLIC = 0644;
  private static final long SECRET = 0640;
  private static final long HOME = 0700;
  private static final int MOST_IMAGES = 1000;

  private final EngineClient engine;
  private final Map<String, Image> images = new ConcurrentHashMap<>();

  private record Image(Tar.Entry passwd, Tar.Entry group, Tar.Entry shadow) {}

  Account(EngineClient engine) {
    this.engine = engine;
  }

  /** Notes who is to be made, for later. */
  static void write(ContainerUser user, boolean makeHome, ObjectNode json) {
    json.put("name", user.name());
    json.put("uid", user.uid());
    json.put("home", user.home());
    json.put("shell", user.shell());
    json.put("makeHome", makeHome);
    ArrayNode groups = json.putArray("groups");
    groups
        .addObject()
        .put("name", user.primaryGroup().name())
        .put("gid", user.primaryGroup().gid());
    user.supplementalGroups()
        .forEach(group -> groups.addObject().put("name", group.name()).put("gid", group.gid()));
  }

  private static ContainerUser read(JsonNode json) {
    List<ContainerUser.Group> groups = new ArrayList<>();
    json.path("groups")
        .forEach(
            group ->
                groups.add(
                    new ContainerUser.Group(
                        group.path("name").asString(""), group.path("gid").asLong(0))));
    return new ContainerUser(
        json.path("name").asString(""),
        json.path("uid").asLong(0),
        groups.get(0),
        groups.subList(1, groups.size()),
        json.path("home").asString("/"),
        json.path("shell").asString("/bin/sh"),
        true);
  }

  /**
   * Makes the account in a container that is as its image is.
   *
   * @param image the id of the container's image
   * @return what the owner should know of it
   */
  List<String> make(String container, String image, JsonNode noted) {
    Image own = images.get(image);
    if (own == null) {
      own = look(container);
      if (images.size() < MOST_IMAGES) {
        images.put(image, own);
      }
    }
    return make(container, own, noted);
  }

  /** Makes the account in a container in which it may have been made before. */
  void makeAgain(String container, JsonNode noted) {
    make(container, look(container), noted);
  }

  private List<String> make(String container, Image own, JsonNode noted) {
    ContainerUser user = read(noted);
    AccountFiles files =
        AccountFiles.merge(
            user,
            new AccountFiles.ImageFiles(
                own.passwd().content(), own.group().content(), own.shadow().content()));
    Tar tar = new Tar();
    tar.file(PASSWD, with(own.passwd(), files.passwd()));
    tar.file(GROUP, with(own.group(), files.group()));
    tar.file(SHADOW, with(own.shadow(), files.shadow()));
    if (noted.path("makeHome").asBoolean(false)) {
      tar.folder(user.home().substring(1), HOME, user.uid(), user.primaryGroup().gid());
    }
    engine.putArchive(Address.container(container) + "/archive?path=%2F", tar.bytes());
    return files.warnings();
  }

  private static Tar.Entry with(Tar.Entry entry, String content) {
    return new Tar.Entry(entry.mode(), entry.uid(), entry.gid(), content);
  }

  private Image look(String container) {
    return new Image(
        file(container, PASSWD, PUBLIC),
        file(container, GROUP, PUBLIC),
        file(container, SHADOW, SECRET));
  }

  private Tar.Entry file(String container, String name, long modeWhereMissing) {
    Optional<Tar.Entry> found;
    try {
      found =
          Tar.first(
              engine.getBytes(
                  Address.container(container) + "/archive?path=" + Address.encoded("/" + name)));
    } catch (EngineException refusal) {
      if (!refusal.notFound()) {
        throw refusal;
      }
      found = Optional.empty();
    }
    return found.orElseGet(() -> new Tar.Entry(modeWhereMissing, 0, 0, ""));
  }
}
