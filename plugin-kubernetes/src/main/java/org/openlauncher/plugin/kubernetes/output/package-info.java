/**
 * The output of jobs: what the first process of a container writes to the cluster's log is
 * followed, taken apart and kept, at positions that never change.
 */
@NullMarked
package org.openlauncher.plugin.kubernetes.output;

import org.jspecify.annotations.NullMarked;
