package org.openlauncher.config.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.Secrets;

/** Entries as the listing of the configuration shows them: what is in effect, and by which line. */
record EntryValues(ConfigurationFolder folder) {

  List<EffectiveValue> of(MountEntry entry) {
    Mount mount = entry.mount();
    List<EffectiveValue> values = new ArrayList<>();
    values.add(
        value(MountsFile.NAME, entry.scope(), "MountPath", shownPath(mount), entry.origin()));
    values.add(
        value(MountsFile.NAME, entry.scope(), "MountType", shown(mount.source()), entry.origin()));
    values.add(
        value(
            MountsFile.NAME,
            entry.scope(),
            "ReadOnly",
            Boolean.toString(mount.readOnly()),
            entry.origin()));
    return values;
  }

  private static String shownPath(Mount mount) {
    return mount.mountPath().replaceFirst("^/(?=\\{HOME})", "");
  }

  private static String shown(MountSource source) {
    if (source instanceof MountSource.Host host) {
      return "Host " + host.path();
    }
    if (source instanceof MountSource.Nfs nfs) {
      return "NFS " + nfs.host().map(host -> host + ":").orElse("") + nfs.path();
    }
    if (source instanceof MountSource.CephFs ceph) {
      return "CephFs "
          + String.join(",", ceph.monitors())
          + ceph.path().map(path -> ":" + path).orElse("");
    }
    if (source instanceof MountSource.GlusterFs gluster) {
      return "GlusterFs " + gluster.endpoints() + ":" + gluster.path();
    }
    if (source instanceof MountSource.AzureFile azure) {
      return "AzureFile " + azure.shareName() + " with secret " + azure.secretName();
    }
    MountSource.Other other = (MountSource.Other) source;
    return other.type() + " " + other.source().text().strip().replaceAll("\\s+", " ");
  }

  EffectiveValue of(VariableEntry entry) {
    String name = entry.variable().name();
    String value = Secrets.masked(name.toLowerCase(Locale.ROOT), entry.variable().value());
    return value(
        EnvironmentFile.NAME, entry.scope(), "Environment", name + "=" + value, entry.origin());
  }

  EffectiveValue of(PortEntry entry) {
    return value(
        PortsFile.NAME, entry.scope(), "Ports", Integer.toString(entry.port()), entry.origin());
  }

  private EffectiveValue value(
      String file, EntryScope scope, String option, String value, Origin origin) {
    return new EffectiveValue(
        folder.file(file),
        Optional.of(
            scope.kind().map(JobKind::word).orElse("any job")
                + scope.workbench().map(each -> ", " + each.word()).orElse("")
                + scope.cluster().map(name -> ", cluster " + name).orElse("")),
        Optional.empty(),
        option,
        Optional.of(value),
        Optional.of(origin));
  }
}
