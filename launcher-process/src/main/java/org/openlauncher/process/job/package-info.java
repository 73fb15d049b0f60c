/**
 * What a back-end that runs programs makes of a job: its command line, its environment, its paths,
 * whom it runs as, and in a job's words how its process stands.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.openlauncher.process.job;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
