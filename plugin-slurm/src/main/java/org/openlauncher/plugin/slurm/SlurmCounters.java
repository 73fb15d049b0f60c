package org.openlauncher.plugin.slurm;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.ClusterCounters.Counter;
import org.openlauncher.api.plugin.CounterName;

/** What of Slurm's is counted: which of its commands were run, and what the scheduler was asked. */
final class SlurmCounters {
  /** The name of the counter of questions. */
  static final String QUESTIONS = "slurm_questions";

  private static final String COMMANDS = "slurm_commands";

  private final Counter questions;
  private final Map<String, Counter> commands;

  SlurmCounters(ClusterCounters counters) {
    this.questions =
        counters.counter(
            CounterName.of(
                QUESTIONS,
                "Questions to slurmctld as sdiag counts them, without submissions and operations."));
    this.commands =
        Stream.of("sbatch", "squeue", "scancel", "scontrol", "sinfo", "sacct", "sacctmgr")
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    command ->
                        counters.counter(
                            new CounterName(
                                COMMANDS,
                                "Commands of Slurm that were run.",
                                Map.of("command", command)))));
  }

  /** Counts the questions to the scheduler. */
  Counter questions() {
    return questions;
  }

  /** Counts one run of a command of Slurm's. */
  void command(String name) {
    Optional.ofNullable(commands.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name))
        .add(1);
  }
}
