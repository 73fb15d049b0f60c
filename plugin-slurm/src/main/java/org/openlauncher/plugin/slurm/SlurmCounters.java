package org.openlauncher.plugin.slurm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.ClusterCounters.Counter;
import org.openlauncher.api.plugin.CounterName;

/** What of Slurm's is counted: which of its commands were run, and what the scheduler was asked. */
final class SlurmCounters {
  /** The name of the counter of questions. */
  static final String QUESTIONS = "slurm_questions";

  private static final String COMMANDS = "slurm_commands";
  private static final List<String> PROGRAMS =
      List.of("sbatch", "squeue", "scancel", "scontrol", "sinfo", "sacct", "sacctmgr");
  private static final List<String> REQUESTS =
      List.of(
          "POST job/submit",
          "GET jobs",
          "GET job",
          "POST job",
          "DELETE job",
          "GET partitions",
          "GET nodes",
          "GET slurmdb/jobs",
          "GET slurmdb/clusters",
          "GET slurmdb/associations",
          "GET openapi/v3");

  private final Counter questions;
  private final Map<String, Counter> commands;

  /**
   * @param byRest whether slurmrestd is asked, and no command is run
   */
  SlurmCounters(ClusterCounters counters, boolean byRest) {
    this.questions =
        counters.counter(
            CounterName.of(
                QUESTIONS,
                "Questions to slurmctld as sdiag counts them, without submissions and operations."));
    this.commands =
        (byRest ? REQUESTS : PROGRAMS)
            .stream()
                .collect(
                    Collectors.toMap(
                        Function.identity(),
                        command ->
                            counters.counter(
                                new CounterName(
                                    COMMANDS,
                                    "Commands of Slurm that were run, or requests to slurmrestd.",
                                    Map.of("command", command)))));
  }

  /** Counts the questions to the scheduler. */
  Counter questions() {
    return questions;
  }

  /** Counts one run of a command of Slurm's, or one request to slurmrestd. */
  void command(String name) {
    Optional.ofNullable(commands.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name))
        .add(1);
  }
}
