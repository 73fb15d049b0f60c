package org.openlauncher.bench;

import java.util.Optional;

/**
 * A line of the table.
 *
 * @param what what was measured
 * @param measured the launcher's figure
 * @param floor what was measured beside it in the same run; empty where nothing stands to compare
 * @param compared their ratio or difference, or the figure that the target speaks of
 * @param target what it has to reach
 * @param reached whether it does
 */
record Result(
    String what,
    String measured,
    Optional<String> floor,
    String compared,
    String target,
    boolean reached) {}
