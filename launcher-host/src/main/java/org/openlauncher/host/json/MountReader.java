package org.openlauncher.host.json;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;

/** Reads a mount in either of its two shapes: {@code mountSource}, or type and source beside it. */
final class MountReader {
  private MountReader() {}

  static Optional<Mount> read(JsonObject mount) {
    String mountPath = mount.requiredText("mountPath");
    if (!mountPath.isEmpty() && !mountPath.startsWith("/")) {
      mount.problem("mountPath", "expected an absolute path, found " + JsonObject.quote(mountPath));
    }
    Optional<String> name = mount.text("name");
    boolean readOnly = mount.flag("readOnly");
    boolean flat = mount.has("type") || mount.has("source");
    Optional<MountSource> source;
    if (mount.has("mountSource")) {
      if (flat) {
        mount.problem("mountSource", "stands beside type or source; one of the two is enough");
      }
      Optional<JsonObject> nested = mount.object("mountSource");
      source = nested.flatMap(MountReader::source);
      nested.ifPresent(JsonObject::refuseUnknown);
    } else if (flat) {
      source = source(mount);
    } else {
      mount.problem("mountSource", "expected an object with type and source, found nothing");
      source = Optional.empty();
    }
    mount.refuseUnknown();
    return source
        .filter(found -> mountPath.startsWith("/"))
        .map(found -> new Mount(mountPath, name, readOnly, found));
  }

  private static Optional<MountSource> source(JsonObject typed) {
    String type = typed.requiredText("type");
    return switch (type) {
      case "" -> Optional.empty();
      case "host", "nfs", "cephFs", "glusterFs", "azureFile" -> {
        Optional<JsonObject> source = typed.object("source");
        if (source.isEmpty() && !typed.has("source")) {
          typed.problem("source", "expected an object, found nothing");
        }
        Optional<MountSource> read = source.map(members -> known(type, members));
        source.ifPresent(JsonObject::refuseUnknown);
        yield read;
      }
      default -> Optional.of(new MountSource.Other(type, anySource(typed)));
    };
  }

  private static JsonText anySource(JsonObject typed) {
    // The store keeps the text itself, so that not even a blank of it is lost.
    return typed.fromOutside()
        ? typed.anyObject("source").orElse(new JsonText("{}"))
        : new JsonText(typed.requiredText("source"));
  }

  private static MountSource known(String type, JsonObject source) {
    return switch (type) {
      case "host" -> new MountSource.Host(absolute(source, "path"));
      case "nfs" -> new MountSource.Nfs(source.text("host"), source.requiredText("path"));
      case "cephFs" ->
          new MountSource.CephFs(
              monitors(source),
              source.text("path"),
              source.text("user"),
              source.text("secretFile"),
              source.text("secretRef"));
      case "glusterFs" ->
          new MountSource.GlusterFs(source.requiredText("endpoints"), source.requiredText("path"));
      case "azureFile" ->
          new MountSource.AzureFile(
              source.requiredText("secretName"), source.requiredText("shareName"));
      default -> throw new IllegalArgumentException("not a known type: " + type);
    };
  }

  private static String absolute(JsonObject source, String member) {
    String path = source.requiredText(member);
    if (source.fromOutside() && !path.isEmpty() && !path.startsWith("/")) {
      source.problem(member, "expected an absolute path, found " + JsonObject.quote(path));
    }
    return path;
  }

  private static List<String> monitors(JsonObject source) {
    List<String> monitors = source.texts("monitors");
    if (source.fromOutside() && monitors.isEmpty()) {
      source.problem("monitors", "expected at least one monitor, found none");
    }
    return monitors;
  }
}
