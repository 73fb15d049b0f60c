/**
 * Speaks with the engine: requests with deadlines, JSON, the stream of events. Knows nothing of
 * jobs.
 */
@NullMarked
package org.openlauncher.plugin.docker.engine;

import org.jspecify.annotations.NullMarked;
