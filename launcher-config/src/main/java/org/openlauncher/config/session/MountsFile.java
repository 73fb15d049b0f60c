package org.openlauncher.config.session;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;
import org.openlauncher.config.session.EntryFile.Entry;
import org.openlauncher.config.session.EntryFile.Field;
import org.openlauncher.config.session.EntryFile.Text;

/** Reads launcher-mounts. */
final class MountsFile {
  static final String NAME = "launcher-mounts";
  static final String MOUNT_TYPE = "MountType";
  static final String MOUNT_PATH = "MountPath";
  static final String READ_ONLY = "ReadOnly";

  private static final int MOST_JSON_BYTES = 1024 * 1024;
  private static final String NO_SHORT_FORM = "";

  private final ClusterNames clusters;
  private final JsonFault json;
  private final Problems problems;
  private final List<MountEntry> mounts = new ArrayList<>();

  private MountsFile(ClusterNames clusters, JsonFault json, Problems problems) {
    this.clusters = clusters;
    this.json = json;
    this.problems = problems;
  }

  static List<MountEntry> read(
      Path file, ClusterNames clusters, JsonFault json, Problems problems) {
    MountsFile reader = new MountsFile(clusters, json, problems);
    EntryFile.read(file, NO_SHORT_FORM, problems, reader::entry);
    return List.copyOf(reader.mounts);
  }

  static List<String> fields() {
    List<String> all = new ArrayList<>(List.of(MOUNT_TYPE, MOUNT_PATH, READ_ONLY));
    all.addAll(EntryFields.OF_SCOPE);
    all.addAll(MountType.fields());
    return all;
  }

  private void entry(Entry entry) {
    EntryFields fields = new EntryFields(entry, clusters, problems);
    fields.refuseOthers(fields());
    Optional<MountType> type = fields.word(MOUNT_TYPE, MountType.words(), MountType::parse);
    if (entry.field(MOUNT_TYPE).isEmpty()) {
      fields.missing(MOUNT_TYPE, "a mount");
    }
    type.ifPresent(known -> refuseFieldsOfOthers(entry, fields, known));
    Optional<String> path = fields.path(MOUNT_PATH);
    boolean nowhere = type.map(known -> isMountOfNothing(entry, known)).orElse(false);
    if (nowhere) {
      problems.warning(
          entry.origin(),
          "a mount of type CephFs with neither MountPath nor Path: there is no place for it, so that"
              + " it is left out; give it a MountPath");
    } else if (entry.field(MOUNT_PATH).isEmpty()) {
      fields.missing(MOUNT_PATH, "a mount");
    }
    boolean readOnly = fields.flag(READ_ONLY);
    EntryScope scope = fields.scope();
    Optional<MountSource> source = type.flatMap(known -> source(entry, fields, known));
    if (!fields.faulty() && !nowhere && path.isPresent() && source.isPresent()) {
      mounts.add(
          new MountEntry(
              scope,
              new Mount(placed(path.get()), Optional.empty(), readOnly, source.get()),
              entry.origin()));
    }
  }

  /** {@code {HOME}} is absolute when it is filled in, and must be at the beginning to be so. */
  private static String placed(String path) {
    return path.startsWith(Placeholders.HOME) ? "/" + path : path;
  }

  /** The specification has one among its examples, and no site shall fail by having copied it. */
  private static boolean isMountOfNothing(Entry entry, MountType type) {
    return type == MountType.CEPH_FS
        && entry.whole()
        && entry.field(MOUNT_PATH).isEmpty()
        && entry.field("Path").isEmpty();
  }

  private static void refuseFieldsOfOthers(Entry entry, EntryFields fields, MountType type) {
    for (Field field : entry.fields()) {
      boolean ofSomeType = MountType.fields().stream().anyMatch(field::named);
      if (ofSomeType && !type.has(field.name())) {
        fields.error(
            field.origin(),
            "the field "
                + Quoted.of(field.name())
                + " is for mounts of type "
                + MountType.with(field.name())
                + ", and this one is of type "
                + type.word());
      }
    }
  }

  private Optional<MountSource> source(Entry entry, EntryFields fields, MountType type) {
    for (String name : type.required()) {
      if (entry.field(name).isEmpty()) {
        fields.missing(name, "a mount of type " + type.word());
      }
    }
    return switch (type) {
      case HOST -> fields.path("Path").map(MountSource.Host::new);
      case NFS -> {
        Optional<String> host = text(fields, "Host");
        yield fields.path("Path").map(path -> new MountSource.Nfs(host, path));
      }
      case CEPH_FS -> cephFs(fields);
      case GLUSTER_FS -> {
        Optional<String> endpoints = text(fields, "Endpoints");
        Optional<String> volume = text(fields, "Path");
        yield endpoints.flatMap(name -> volume.map(path -> new MountSource.GlusterFs(name, path)));
      }
      case AZURE_FILE -> {
        Optional<String> secret = text(fields, "SecretName");
        Optional<String> share = text(fields, "ShareName");
        yield secret.flatMap(name -> share.map(path -> new MountSource.AzureFile(name, path)));
      }
      case PERSISTENT_VOLUME_CLAIM ->
          text(fields, "ClaimName")
              .map(
                  claim ->
                      new MountSource.Other(
                          type.wireName(), new JsonText("{\"claimName\":" + quoted(claim) + "}")));
      case PASSTHROUGH ->
          rawObject(fields).map(object -> new MountSource.Other(type.wireName(), object));
    };
  }

  private static Optional<String> text(EntryFields fields, String name) {
    return fields.text(name).map(Text::text);
  }

  private static Optional<MountSource> cephFs(EntryFields fields) {
    Optional<Text> monitors = fields.single("Monitors");
    List<String> addresses =
        monitors
            .map(text -> Arrays.stream(text.text().split(",", -1)).map(String::strip).toList())
            .orElse(List.of());
    if (addresses.stream().anyMatch(String::isEmpty)) {
      fields.error(
          monitors.orElseThrow().origin(),
          "Monitors: expected addresses separated by commas, found "
              + Quoted.of(monitors.get().text()));
    }
    Optional<String> path = fields.path("Path");
    Optional<String> user = text(fields, "User");
    Optional<String> secretFile = fields.path("SecretFile");
    Optional<String> secretRef = text(fields, "SecretRef");
    return monitors.map(
        text -> new MountSource.CephFs(addresses, path, user, secretFile, secretRef));
  }

  /** The file is read now, so that a mistake in it is told now and not to a user. */
  private Optional<JsonText> rawObject(EntryFields fields) {
    Optional<Text> path = fields.single("FilePath");
    if (path.isEmpty() || fields.path("FilePath").isEmpty()) {
      return Optional.empty();
    }
    String name = path.get().text();
    if (Placeholders.in(name)) {
      fields.error(
          path.get().origin(),
          "FilePath: expected one file for all users, found " + Quoted.of(name));
      return Optional.empty();
    }
    Optional<String> fault;
    try {
      byte[] content = Files.readAllBytes(Path.of(name));
      if (content.length > MOST_JSON_BYTES) {
        fault = Optional.of("is larger than " + MOST_JSON_BYTES + " bytes");
      } else {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(java.nio.ByteBuffer.wrap(content))
                .toString();
        Optional<String> noObject = json.in(text);
        if (noObject.isEmpty()) {
          return Optional.of(new JsonText(text));
        }
        fault = noObject.map(reason -> "holds no JSON object: " + reason);
      }
    } catch (CharacterCodingException notText) {
      fault = Optional.of("is not text in UTF-8");
    } catch (IOException unreadable) {
      fault =
          Optional.of(
              Files.notExists(Path.of(name))
                  ? "does not exist"
                  : "can't be read by user " + System.getProperty("user.name"));
    }
    fields.error(path.get().origin(), "FilePath: " + name + " " + fault.orElseThrow());
    return Optional.empty();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + '"';
  }
}
