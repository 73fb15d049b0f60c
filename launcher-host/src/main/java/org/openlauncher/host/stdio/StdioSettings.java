package org.openlauncher.host.stdio;

import java.time.Duration;
import org.openlauncher.api.configuration.DataSize;

/**
 * How the launcher in front wants to be answered.
 *
 * @param cluster the cluster that is served
 * @param shownAs what the launcher in front calls it
 * @param longestMessage the longest message that is taken and sent
 * @param heartbeat how often a sign of life is given unasked; zero for never
 * @param metrics how often it is told how this launcher is; zero for never
 * @param bootstrapPatience how long the cluster may take to open
 */
public record StdioSettings(
    String cluster,
    String shownAs,
    DataSize longestMessage,
    Duration heartbeat,
    Duration metrics,
    Duration bootstrapPatience) {}
