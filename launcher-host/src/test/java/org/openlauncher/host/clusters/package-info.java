/** Tests of the door to clusters: what a plugin does must hurt nobody but its own clusters. */
@NullMarked
package org.openlauncher.host.clusters;

import org.jspecify.annotations.NullMarked;
