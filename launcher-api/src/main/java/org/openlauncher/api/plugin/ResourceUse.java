package org.openlauncher.api.plugin;

import java.time.Duration;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;

/**
 * What a running job, all its processes together, uses at one time. Members that can't be told are
 * empty.
 *
 * @param cpuPercent processor use since the sample before; 100 is one core
 * @param cpuTime processor time since the start
 * @param residentMemory memory in use
 * @param virtualMemory address space in use
 */
public record ResourceUse(
    Optional<Double> cpuPercent,
    Optional<Duration> cpuTime,
    Optional<DataSize> residentMemory,
    Optional<DataSize> virtualMemory) {}
