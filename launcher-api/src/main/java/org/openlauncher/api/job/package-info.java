/**
 * What a job is: what its owner asked for ({@link org.openlauncher.api.job.JobSpecification}) and
 * what became of it ({@link org.openlauncher.api.job.JobStatus}). Immutable records whose component
 * names are the member names on the wire of the Launcher Plugin API 3.7.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.api.job;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
