/**
 * What both ends of the Launcher Plugin API share: frames on a pipe, the types and versions of
 * messages, and numbers that stand for words. What the messages say is each end's own business.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
