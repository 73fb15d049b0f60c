/**
 * The composition of the launcher: reads the configuration, puts jobs, clusters and front door
 * together, and takes them apart again. Start reading at {@link
 * org.openlauncher.host.RunningLauncher}.
 */
@NullMarked
package org.openlauncher.host;

import org.jspecify.annotations.NullMarked;
