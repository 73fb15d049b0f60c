/**
 * The back-ends' door: which clusters are configured, which plugin serves each, and every call to
 * one, with its deadline, in a bounded pool of the cluster's own.
 */
@NullMarked
package org.openlauncher.host.clusters;

import org.jspecify.annotations.NullMarked;
