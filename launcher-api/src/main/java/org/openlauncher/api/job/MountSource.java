package org.openlauncher.api.job;

import java.util.List;
import java.util.Optional;

/** Where a mount's data comes from. */
public sealed interface MountSource {
  /**
   * The type's word on the wire: host, nfs, cephFs, glusterFs, azureFile, passthrough...
   *
   * @return the word
   */
  String type();

  /**
   * A folder of the machine that runs the job.
   *
   * @param path absolute
   */
  record Host(String path) implements MountSource {
    @Override
    public String type() {
      return "host";
    }
  }

  /**
   * A folder of an NFS server.
   *
   * @param host the server's name; empty where the back-end's machines mount it themselves
   * @param path the exported path
   */
  record Nfs(Optional<String> host, String path) implements MountSource {
    @Override
    public String type() {
      return "nfs";
    }
  }

  /**
   * A folder of a Ceph file system.
   *
   * @param monitors addresses of the monitors, at least one
   * @param path within the file system
   * @param user the Ceph user
   * @param secretFile the file that holds the keyring
   * @param secretRef a secret of the back-end; goes before the file
   */
  record CephFs(
      List<String> monitors,
      Optional<String> path,
      Optional<String> user,
      Optional<String> secretFile,
      Optional<String> secretRef)
      implements MountSource {
    /**
     * Takes a copy of the list.
     *
     * @param monitors addresses of the monitors, at least one
     * @param path within the file system
     * @param user the Ceph user
     * @param secretFile the file that holds the keyring
     * @param secretRef a secret of the back-end; goes before the file
     */
    public CephFs {
      monitors = List.copyOf(monitors);
    }

    @Override
    public String type() {
      return "cephFs";
    }
  }

  /**
   * A GlusterFS volume.
   *
   * @param endpoints the name of the endpoints object
   * @param path the volume
   */
  record GlusterFs(String endpoints, String path) implements MountSource {
    @Override
    public String type() {
      return "glusterFs";
    }
  }

  /**
   * An Azure file share.
   *
   * @param secretName the secret that holds account and key
   * @param shareName the share
   */
  record AzureFile(String secretName, String shareName) implements MountSource {
    @Override
    public String type() {
      return "azureFile";
    }
  }

  /**
   * A source of any other kind, handed to the back-end unchanged; {@code passthrough} is one.
   *
   * @param type its word on the wire
   * @param source its members
   */
  record Other(String type, JsonText source) implements MountSource {}
}
