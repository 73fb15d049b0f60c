package org.openlauncher.plugin.slurm;

import java.util.ArrayList;
import java.util.List;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;

/** What was told of jobs, where nothing may be told of the cluster. */
final class ToldOfJobs implements ObservationSink {
  private final List<Observation> observations = new ArrayList<>();

  List<Observation> observations() {
    return observations;
  }

  @Override
  public void report(Observation observation) {
    observations.add(observation);
  }

  @Override
  public void health(ClusterHealth health) {
    throw new AssertionError(health);
  }
}
