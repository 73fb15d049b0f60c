package org.openlauncher.api.plugin;

import java.util.List;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.user.UserDirectory;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A back-end. A bundle registers one service of this interface, with the property {@link #TYPE} set
 * to the word that {@code type=} of a {@code [cluster]} section uses: "Local", "Slurm". For each
 * such section the launcher calls {@link #open} once.
 *
 * <p>The launcher owns the truth about jobs; a plugin translates. It keeps nothing that must
 * survive itself: after a restart or an upgrade the launcher hands back every job that has not
 * ended ({@link Cluster#attach}).
 */
@ConsumerType
public interface Plugin {
  /** The service property that holds the plugin's type name. */
  String TYPE = "openlauncher.plugin.type";

  /**
   * {@return the options that {@code launcher.<cluster>.conf} may hold for clusters of this type,
   * beside those of every type} Must not block; always the same answer.
   */
  List<ConfigurationOption<?>> options();

  /**
   * {@return the options of {@code launcher.<cluster>.profiles.conf}, which tell what each user may
   * use, that only clusters of this type know; those of every type are launcher-config's {@code
   * ProfileOptions}} The values that hold for a job's owner come with {@link
   * LaunchRequest#profile}. None may be required. Must not block; always the same answer.
   */
  default List<ConfigurationOption<?>> profileOptions() {
    return List.of();
  }

  /**
   * {@return whether {@code launcher.<cluster>.conf} is also read by another program, such as a
   * native plugin, so that keys which nobody here has declared are no mistakes} Must not block;
   * always the same answer.
   */
  default boolean sharesConfigurationFile() {
    return false;
  }

  /**
   * Checks what no option's type can tell: values that do not go together, names of things that are
   * not there. Asked before a cluster is opened, and by {@code check-config}, which opens nothing.
   * May look at files and ask the user database, but not the back-end.
   *
   * @param settings the values of a cluster; a required one may be missing, and one whose text does
   *     not fit its type has its default: both are told already
   * @param users the machine's user database
   * @return what is wrong; a cluster is not opened with a fault that is fatal
   */
  default List<OptionFault> check(Settings settings, UserDirectory users) {
    return List.of();
  }

  /**
   * Opens a cluster: checks that its configuration makes sense, connects or begins to connect. May
   * block up to the launcher's {@code bootstrap-timeout-seconds}; a back-end that is merely out of
   * reach is not an error here, but told through {@link ObservationSink#health}.
   *
   * @param context what the launcher gives the cluster; valid until the cluster is closed
   * @return the cluster, which the launcher closes
   * @throws org.openlauncher.api.error.LauncherException where the cluster can't work as configured
   */
  Cluster open(ClusterContext context);
}
