package org.openlauncher.config.session;

import java.util.List;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.NearestName;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;

/** The clusters of launcher.conf, which these files speak of. */
record ClusterNames(List<String> names) {
  ClusterNames {
    names = List.copyOf(names);
  }

  /** The files may be the same on machines with other clusters: an unknown one is no error. */
  void check(Origin origin, String option, String name, Problems problems) {
    if (names.stream().noneMatch(name::equalsIgnoreCase)) {
      problems.warning(
          origin,
          option
              + ": launcher.conf has no cluster "
              + Quoted.of(name)
              + "; "
              + NearestName.suggestion(name, names));
    }
  }
}
