package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.Optional;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.plugin.slurm.rest.RestClient;
import org.openlauncher.plugin.slurm.rest.RestToken;
import org.openlauncher.process.Privileges;

/**
 * How the scheduler is used: by its commands, or by slurmrestd.
 *
 * @param queries asks it
 * @param actions has it do something with jobs
 * @param rest gives it jobs by slurmrestd; empty where sbatch does
 */
record SchedulerForm(SchedulerQueries queries, SchedulerActions actions, Optional<RestClient> rest)
    implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The one that is configured. */
  static SchedulerForm of(
      ClusterContext context,
      SlurmOptions options,
      Privileges privileges,
      SlurmCommands commands,
      SlurmCounters counters) {
    return options
        .rest()
        .map(rest -> byRest(context, options.serviceUser(), rest, privileges, counters))
        .orElseGet(
            () ->
                new SchedulerForm(
                    new CommandQueries(commands, options.serviceUser()),
                    new CommandActions(commands),
                    Optional.empty()));
  }

  private static SchedulerForm byRest(
      ClusterContext context,
      String serviceUser,
      RestOptions rest,
      Privileges privileges,
      SlurmCounters counters) {
    String user = RestOptions.askedAs(serviceUser, context.users().self().name(), privileges);
    RestClient client =
        new RestClient(
            "slurmrestd-" + context.name(),
            rest.address(),
            rest.tokenFile().map(file -> new RestToken(file, user)),
            rest.version(),
            PATIENCE,
            counters::command);
    return new SchedulerForm(
        new RestQueries(client, rest.version(), user, privileges.otherUsers()),
        new RestActions(client),
        Optional.of(client));
  }

  @Override
  public void close() {
    rest.ifPresent(RestClient::close);
  }
}
