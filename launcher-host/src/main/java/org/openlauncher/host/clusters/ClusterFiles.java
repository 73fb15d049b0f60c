package org.openlauncher.host.clusters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.auth.FileStamps;
import org.openlauncher.config.ClusterOptions;
import org.openlauncher.config.ClusterProfiles;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ClusterSettings;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;

/**
 * What the files of one cluster say.
 *
 * @param section which cluster it is
 * @param settings its own options
 * @param profiles what its users may use
 * @param stamps whether the files of limits are still those that were read; for one thread
 */
public record ClusterFiles(
    ClusterSection section, ClusterSettings settings, ClusterProfiles profiles, FileStamps stamps) {

  /**
   * What a plugin declares.
   *
   * @param options of the cluster's own file
   * @param profileOptions of its file of profiles
   * @param sharesFile whether the cluster's own file is another program's, too
   * @param check finds what no option's type can tell
   */
  public record Declared(
      List<ConfigurationOption<?>> options,
      List<ConfigurationOption<?>> profileOptions,
      boolean sharesFile,
      BiFunction<Settings, UserDirectory, List<OptionFault>> check) {
    /** Takes copies of the lists. */
    public Declared {
      options = List.copyOf(options);
      profileOptions = List.copyOf(profileOptions);
    }
  }

  /**
   * Reads all of them.
   *
   * @param problems takes what is wrong; where it then has errors, nothing of it may take effect
   */
  public static ClusterFiles read(
      LauncherConfiguration launcher,
      ClusterSection section,
      Declared declared,
      UserDirectory users,
      Problems problems) {
    ClusterSettings settings =
        ClusterSettings.read(
            launcher, section, declared.options(), declared.sharesFile(), problems);
    OpenClusters.checkLog(settings, problems);
    try {
      for (OptionFault fault : declared.check().apply(settings, users)) {
        tell(fault, section, settings, problems);
      }
    } catch (LauncherException silent) {
      problems.error(section.origin(), "cluster " + section.name() + ": " + silent.getMessage());
    }
    return readLimits(section, settings, declared, users, problems);
  }

  private static void tell(
      OptionFault fault, ClusterSection section, ClusterSettings settings, Problems problems) {
    String message = fault.option().name() + ": " + fault.message();
    // One that has no line is what a default makes of the others.
    Optional<Origin> place = settings.origin(fault.option());
    if (fault.fatal()) {
      place.ifPresentOrElse(
          origin -> problems.error(origin, message),
          () -> problems.error(section.configurationFile(), message));
    } else {
      place.ifPresentOrElse(
          origin -> problems.warning(origin, message),
          () -> problems.warning(section.configurationFile(), message));
    }
  }

  /** Reads the files of limits again, from where they were. */
  ClusterFiles withFreshProfiles(Declared declared, UserDirectory users, Problems problems) {
    return readLimits(section, settings, declared, users, problems);
  }

  private static ClusterFiles readLimits(
      ClusterSection section,
      ClusterSettings settings,
      Declared declared,
      UserDirectory users,
      Problems problems) {
    FileStamps stamps =
        new FileStamps(
            List.of(
                settings.get(ClusterOptions.PROFILE_CONFIG),
                settings.get(ClusterOptions.RESOURCE_PROFILE_CONFIG)));
    return new ClusterFiles(
        section,
        settings,
        ClusterProfiles.read(section, settings, declared.profileOptions(), users, problems),
        stamps);
  }

  /** Everything that is set, with where it stands. */
  public List<EffectiveValue> values() {
    List<EffectiveValue> values = new ArrayList<>(settings.values());
    values.addAll(profiles.values(section.name()));
    return values;
  }
}
