/** How data reaches a constant shell script without becoming a part of it. */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.process.script;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
