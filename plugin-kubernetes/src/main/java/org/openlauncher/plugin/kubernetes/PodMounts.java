package org.openlauncher.plugin.kubernetes;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes of the mounts of a job the volumes of its pod. */
final class PodMounts {
  private static final String PASSTHROUGH = "passthrough";
  private static final String CLAIM = "kubernetesPersistentVolumeClaim";

  /** The kinds of sources that jobs may use. */
  static final Set<String> TYPES =
      Set.of("host", "nfs", "cephFs", "glusterFs", "azureFile", CLAIM, PASSTHROUGH);

  private static final List<String> RESERVED = List.of(InitProgram.FOLDER, "/proc", "/sys", "/dev");

  private final List<String> hostFolders;

  /**
   * @param hostFolders folders of the nodes in which everything may be mounted, with {USER} and
   *     {HOME}
   */
  PodMounts(List<String> hostFolders) {
    this.hostFolders = hostFolders;
  }

  /** Adds the volumes of a job, and where its container has them. */
  void write(JobSpecification job, UserAccount owner, ArrayNode volumes, ArrayNode volumeMounts) {
    List<Mount> wanted = job.mounts();
    for (int i = 0; i < wanted.size(); i++) {
      String place = "$.job.mounts[" + i + "]";
      Mount mount = wanted.get(i);
      checkTarget(place, mount.mountPath());
      String name = "mount-" + i;
      ObjectNode volume = volumes.addObject();
      volume.put("name", name);
      source(place, mount, owner, volume);
      ObjectNode at = volumeMounts.addObject();
      at.put("name", name);
      at.put("mountPath", mount.mountPath());
      if (mount.readOnly()) {
        at.put("readOnly", true);
      }
    }
  }

  private static void checkTarget(String place, String target) {
    boolean reserved =
        RESERVED.stream().anyMatch(path -> target.equals(path) || target.startsWith(path + "/"));
    if (reserved || target.equals("/") || target.contains(":")) {
      throw refusal(place + ".mountPath", "nothing can be mounted at \"" + target + "\"");
    }
  }

  private void source(String place, Mount mount, UserAccount owner, ObjectNode volume) {
    String where = place + ".mountSource.source";
    MountSource source = mount.source();
    if (source instanceof MountSource.Host host) {
      host(where + ".path", host.path(), owner, volume);
    } else if (source instanceof MountSource.Nfs nfs) {
      nfs(where, nfs, mount.readOnly(), owner, volume);
    } else if (source instanceof MountSource.CephFs ceph) {
      ceph(where, ceph, mount.readOnly(), volume.putObject("cephfs"));
    } else if (source instanceof MountSource.GlusterFs gluster) {
      ObjectNode json = volume.putObject("glusterfs");
      json.put("endpoints", gluster.endpoints());
      json.put("path", gluster.path());
      json.put("readOnly", mount.readOnly());
    } else if (source instanceof MountSource.AzureFile azure) {
      ObjectNode json = volume.putObject("azureFile");
      json.put("secretName", azure.secretName());
      json.put("shareName", azure.shareName());
      json.put("readOnly", mount.readOnly());
    } else if (source instanceof MountSource.Other other && other.type().equals(CLAIM)) {
      claim(where, other, mount.readOnly(), volume.putObject("persistentVolumeClaim"));
    } else if (source instanceof MountSource.Other other && other.type().equals(PASSTHROUGH)) {
      passThrough(where, other, owner, volume);
    } else {
      throw refusal(
          place + ".mountSource.type",
          "expected one of "
              + TYPES.stream().sorted().toList()
              + ", found \""
              + source.type()
              + "\"");
    }
  }

  private void host(String place, String text, UserAccount owner, ObjectNode volume) {
    Path path = absolute(place, text);
    boolean allowed =
        path.equals(owner.home())
            || hostFolders.stream()
                .map(
                    folder ->
                        folder
                            .replace("{USER}", owner.name())
                            .replace("{HOME}", owner.home().toString()))
                .anyMatch(folder -> path.startsWith(Path.of(folder)));
    if (!allowed) {
      throw refusal(
          place,
          "nodes mount as root, so that only the home folder of "
              + owner.name()
              + " and what the administrator has named in host-mount-folders can be mounted, found"
              + " \""
              + text
              + "\"");
    }
    volume.putObject("hostPath").put("path", path.toString());
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

  private void nfs(
      String place, MountSource.Nfs nfs, boolean readOnly, UserAccount owner, ObjectNode volume) {
    Optional<String> server = nfs.host().filter(name -> !name.isEmpty());
    if (server.isEmpty()) {
      host(place + ".path", nfs.path(), owner, volume);
      return;
    }
    ObjectNode json = volume.putObject("nfs");
    json.put("server", server.get());
    json.put("path", absolute(place + ".path", nfs.path()).toString());
    json.put("readOnly", readOnly);
  }

  private static void ceph(
      String place, MountSource.CephFs ceph, boolean readOnly, ObjectNode json) {
    if (ceph.monitors().isEmpty()) {
      throw refusal(place + ".monitors", "expected at least one address, found none");
    }
    ceph.monitors().forEach(json.putArray("monitors")::add);
    ceph.path().ifPresent(path -> json.put("path", path));
    ceph.user().ifPresent(user -> json.put("user", user));
    ceph.secretFile().ifPresent(file -> json.put("secretFile", file));
    ceph.secretRef().ifPresent(secret -> json.putObject("secretRef").put("name", secret));
    json.put("readOnly", readOnly);
  }

  private static void claim(
      String place, MountSource.Other other, boolean readOnly, ObjectNode json) {
    String name = object(place, other).path("claimName").asString("");
    if (name.isEmpty()) {
      throw refusal(place + ".claimName", "expected the name of a claim, found nothing");
    }
    json.put("claimName", name);
    json.put("readOnly", readOnly);
  }

  /** A volume in the API's own words; folders of nodes lead no further than with type host. */
  private void passThrough(
      String place, MountSource.Other other, UserAccount owner, ObjectNode volume) {
    ObjectNode given = object(place, other);
    if (given.size() != 1 || given.has("name")) {
      throw refusal(
          place,
          "expected one member, which is a volume of the API such as {\"emptyDir\":{}}, found "
              + given.propertyNames());
    }
    if (given.has("hostPath")) {
      host(
          place + ".hostPath.path",
          given.path("hostPath").path("path").asString(""),
          owner,
          volume);
      return;
    }
    String secret = given.path("secret").path("secretName").asString("");
    if (given.has("projected") || secret.startsWith("openlauncher-")) {
      throw refusal(
          place,
          "expected a volume that holds neither tokens of the cluster nor what belongs to another"
              + " job, found "
              + (secret.isEmpty() ? "projected" : secret));
    }
    volume.setAll(given);
  }

  private static ObjectNode object(String place, MountSource.Other other) {
    try {
      JsonNode given = Json.MAPPER.readTree(other.source().text());
      if (given instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException malformed) {
      // Told below.
    }
    throw refusal(place, "expected an object, found something else");
  }

  private static LauncherException refusal(String place, String why) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, place + ": " + why);
  }
}
