/**
 * The first process of a job's container and what it leaves: the program itself, the record of how
 * the job ended, the output that was kept. Shared by the back-ends that run containers.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.container.program;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
