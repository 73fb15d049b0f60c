/**
 * What clusters of containers need to do their work, whatever runs their containers: the threads on
 * which jobs are looked at, and what is made of two looks at what they use.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.openlauncher.container.cluster;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
