/**
 * The truth about jobs: the table of all jobs with its state machine, revisions and indexes, and
 * the door {@link org.openlauncher.host.jobs.Jobs} through which every request reaches them.
 */
@NullMarked
package org.openlauncher.host.jobs;

import org.jspecify.annotations.NullMarked;
