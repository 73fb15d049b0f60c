/**
 * What a back-end that runs programs makes of a job: its command line, its environment, its paths,
 * and the names of the signals that end it.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.process.job;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
