package org.openlauncher.config.session;

import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;

/**
 * One entry of launcher-mounts.
 *
 * @param scope which jobs it is for
 * @param mount the mount, with placeholders in its paths
 * @param origin where the entry stands
 */
public record MountEntry(EntryScope scope, Mount mount, Origin origin) {

  /** The mount for one user. */
  public Mount fill(Placeholders placeholders) {
    return new Mount(
        placeholders.fill(mount.mountPath()).replaceFirst("^/+", "/"),
        mount.name(),
        mount.readOnly(),
        fill(mount.source(), placeholders));
  }

  private static MountSource fill(MountSource source, Placeholders placeholders) {
    if (source instanceof MountSource.Host host) {
      return new MountSource.Host(placeholders.fill(host.path()));
    }
    if (source instanceof MountSource.Nfs nfs) {
      return new MountSource.Nfs(filled(nfs.host(), placeholders), placeholders.fill(nfs.path()));
    }
    if (source instanceof MountSource.CephFs ceph) {
      return new MountSource.CephFs(
          ceph.monitors(),
          filled(ceph.path(), placeholders),
          filled(ceph.user(), placeholders),
          filled(ceph.secretFile(), placeholders),
          filled(ceph.secretRef(), placeholders));
    }
    if (source instanceof MountSource.GlusterFs gluster) {
      return new MountSource.GlusterFs(
          placeholders.fill(gluster.endpoints()), placeholders.fill(gluster.path()));
    }
    if (source instanceof MountSource.AzureFile azure) {
      return new MountSource.AzureFile(
          placeholders.fill(azure.secretName()), placeholders.fill(azure.shareName()));
    }
    MountSource.Other other = (MountSource.Other) source;
    return MountType.PERSISTENT_VOLUME_CLAIM.wireName().equals(other.type())
        ? new MountSource.Other(
            other.type(), new JsonText(placeholders.fill(other.source().text())))
        : other;
  }

  private static Optional<String> filled(Optional<String> text, Placeholders placeholders) {
    return text.map(placeholders::fill);
  }
}
