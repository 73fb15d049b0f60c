package org.openlauncher.plugin.slurm;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as the scheduler, or the accounting, tells of it.
 *
 * @param id Slurm's number
 * @param uid whose it is; empty where that is not told
 * @param name its name; empty where that was not asked
 * @param state its state
 * @param canceledBy who canceled it, by id or name, where that is told
 * @param exitCode the exit code of the batch script; empty where that is not told
 * @param signal the signal that ended the batch script; 0 for none
 * @param restarts how often it was put back into the queue
 * @param host the node of its batch script; empty where it has none
 * @param partition its partition
 * @param submitted when it came into the queue
 * @param ended when it ended
 * @param reason why it waits, or has ended, in a word of Slurm's; empty where there is none
 */
record SchedulerJob(
    long id,
    Optional<Long> uid,
    Optional<String> name,
    SlurmState state,
    Optional<String> canceledBy,
    Optional<Integer> exitCode,
    int signal,
    int restarts,
    Optional<String> host,
    String partition,
    Instant submitted,
    Optional<Instant> ended,
    String reason) {}
