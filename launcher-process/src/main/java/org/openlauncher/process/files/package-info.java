/** Folders of the launcher's own, in which nobody else can have a hand. */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.process.files;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
