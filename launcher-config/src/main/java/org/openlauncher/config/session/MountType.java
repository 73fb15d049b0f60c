package org.openlauncher.config.session;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of mounts and the fields that each of them has beside those of every mount. */
enum MountType {
  HOST("Host", "host"),
  NFS("NFS", "nfs"),
  CEPH_FS("CephFs", "cephFs"),
  GLUSTER_FS("GlusterFs", "glusterFs"),
  AZURE_FILE("AzureFile", "azureFile"),
  PERSISTENT_VOLUME_CLAIM("KubernetesPersistentVolumeClaim", "kubernetesPersistentVolumeClaim"),
  PASSTHROUGH("Passthrough", "passthrough");

  private final String word;
  private final String wireName;

  MountType(String word, String wireName) {
    this.word = word;
    this.wireName = wireName;
  }

  String word() {
    return word;
  }

  String wireName() {
    return wireName;
  }

  List<String> required() {
    return switch (this) {
      case HOST, NFS -> List.of("Path");
      case CEPH_FS -> List.of("Monitors");
      case GLUSTER_FS -> List.of("Endpoints", "Path");
      case AZURE_FILE -> List.of("SecretName", "ShareName");
      case PERSISTENT_VOLUME_CLAIM -> List.of("ClaimName");
      case PASSTHROUGH -> List.of("FilePath");
    };
  }

  private List<String> optional() {
    return switch (this) {
      case NFS -> List.of("Host");
      case CEPH_FS -> List.of("Path", "User", "SecretFile", "SecretRef");
      case HOST, GLUSTER_FS, AZURE_FILE, PERSISTENT_VOLUME_CLAIM, PASSTHROUGH -> List.of();
    };
  }

  boolean has(String field) {
    return required().stream().anyMatch(field::equalsIgnoreCase)
        || optional().stream().anyMatch(field::equalsIgnoreCase);
  }

  static Optional<MountType> parse(String text) {
    return Arrays.stream(values()).filter(type -> type.word.equalsIgnoreCase(text)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(MountType::word).toList();
  }

  /** Every field that some type has. */
  static List<String> fields() {
    return Arrays.stream(values())
        .flatMap(type -> Stream.concat(type.required().stream(), type.optional().stream()))
        .distinct()
        .toList();
  }

  /** The types that have a field, for a message. */
  static String with(String field) {
    return String.join(
        ", ",
        Arrays.stream(values()).filter(type -> type.has(field)).map(MountType::word).toList());
  }
}
