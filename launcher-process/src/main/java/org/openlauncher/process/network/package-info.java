/** How machines are called and reached, for who tells of the network of a job. */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.process.network;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
