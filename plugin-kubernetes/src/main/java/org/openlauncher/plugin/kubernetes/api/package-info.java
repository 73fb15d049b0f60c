/**
 * Talks to a cluster's API server: requests, watches, logs and commands in pods, and who it talks
 * as. Knows objects as JSON, and nothing of jobs.
 */
@NullMarked
package org.openlauncher.plugin.kubernetes.api;

import org.jspecify.annotations.NullMarked;
