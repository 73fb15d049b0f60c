/**
 * Jobs in the pods of a Kubernetes cluster. Each is a Job of the cluster's with one pod that is
 * never tried again; its pod begins with a small program of ours, which starts what the owner asked
 * for and tells how it ended.
 */
@NullMarked
package org.openlauncher.plugin.kubernetes;

import org.jspecify.annotations.NullMarked;
