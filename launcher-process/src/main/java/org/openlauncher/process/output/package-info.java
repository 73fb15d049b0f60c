/** Output of jobs that is kept in files, and two such outputs seen as one. */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.process.output;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
