package org.openlauncher.plugin.docker;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.container.program.InitProgram;
import org.openlauncher.plugin.docker.engine.EngineClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes of the mounts of a job those of its container. */
final class DockerMounts {
  static final String PASSTHROUGH = "passthrough";

  /** The kinds of sources that jobs may use. */
  static final Set<String> TYPES = Set.of("host", "nfs", PASSTHROUGH);

  private static final Set<String> PASSED_THROUGH = Set.of("bind", "volume", "tmpfs");
  private static final List<String> RESERVED = List.of(InitProgram.FOLDER, "/proc", "/sys", "/dev");

  private final HostFolders hostFolders;

  DockerMounts(HostFolders hostFolders) {
    this.hostFolders = hostFolders;
  }

  /** Adds the mounts of a job to a list; refuses what the owner may not have. */
  void write(JobSpecification job, UserAccount owner, ArrayNode mounts) {
    List<Mount> wanted = job.mounts();
    for (int i = 0; i < wanted.size(); i++) {
      String place = "$.job.mounts[" + i + "]";
      Mount mount = wanted.get(i);
      checkTarget(place, mount.mountPath());
      mounts.add(mount(place, mount, owner));
    }
  }

  private static void checkTarget(String place, String target) {
    boolean reserved =
        RESERVED.stream().anyMatch(path -> target.equals(path) || target.startsWith(path + "/"));
    if (reserved || target.equals("/")) {
      throw refusal(place + ".mountPath", "nothing can be mounted at \"" + target + "\"");
    }
  }

  private ObjectNode mount(String place, Mount mount, UserAccount owner) {
    ObjectNode json = EngineClient.JSON.createObjectNode();
    String source = place + ".mountSource.source";
    if (mount.source() instanceof MountSource.Host host) {
      bind(source + ".path", host.path(), owner, json);
    } else if (mount.source() instanceof MountSource.Nfs nfs) {
      nfs(source, nfs, owner, json);
    } else if (mount.source() instanceof MountSource.Other other
        && other.type().equals(PASSTHROUGH)) {
      passThrough(source, other, owner, json);
    } else {
      throw refusal(
          place + ".mountSource.type",
          "expected host, nfs or passthrough, found \"" + mount.source().type() + "\"");
    }
    json.put("Target", mount.mountPath());
    json.put("ReadOnly", mount.readOnly());
    return json;
  }

  private void bind(String place, String path, UserAccount owner, ObjectNode json) {
    json.put("Type", "bind");
    json.put("Source", hostFolders.resolve(place, path, owner).toString());
  }

  private void nfs(String place, MountSource.Nfs nfs, UserAccount owner, ObjectNode json) {
    Optional<String> server = nfs.host().filter(name -> !name.isEmpty());
    if (server.isEmpty()) {
      bind(place + ".path", nfs.path(), owner, json);
      return;
    }
    if (!server.get().matches("[0-9A-Za-z._:-]{1,255}")) {
      throw refusal(place + ".host", "expected a host name, found \"" + server.get() + "\"");
    }
    if (!nfs.path().startsWith("/") || nfs.path().chars().anyMatch(c -> c < ' ')) {
      throw refusal(place + ".path", "expected an absolute path, found \"" + nfs.path() + "\"");
    }
    json.put("Type", "volume");
    ObjectNode driver = json.putObject("VolumeOptions").putObject("DriverConfig");
    driver.put("Name", "local");
    ObjectNode options = driver.putObject("Options");
    options.put("type", "nfs");
    options.put("o", "addr=" + server.get() + ",nosuid,nodev");
    options.put("device", ":" + nfs.path());
  }

  /** A mount in the engine's own words; it leads no further than the others. */
  private void passThrough(
      String place, MountSource.Other other, UserAccount owner, ObjectNode json) {
    JsonNode given;
    try {
      given = EngineClient.JSON.readTree(other.source().text());
    } catch (JacksonException malformed) {
      throw refusal(place, "expected a mount of the engine's API, found something else");
    }
    String type = given.path("Type").asString("");
    if (!PASSED_THROUGH.contains(type)) {
      throw refusal(place + ".Type", "expected bind, volume or tmpfs, found \"" + type + "\"");
    }
    if (type.equals("bind")) {
      bind(place + ".Source", given.path("Source").asString(""), owner, json);
      return;
    }
    if (given.path("VolumeOptions").has("DriverConfig")) {
      throw refusal(
          place + ".VolumeOptions.DriverConfig",
          "a volume with a driver of its own could be any disk of the machine; create the volume at"
              + " the engine and name it, or use a mount of type nfs");
    }
    json.put("Type", type);
    for (String member : List.of("Source", "VolumeOptions", "TmpfsOptions")) {
      if (given.has(member)) {
        json.set(member, given.get(member));
      }
    }
  }

  private static LauncherException refusal(String place, String why) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, place + ": " + why);
  }
}
