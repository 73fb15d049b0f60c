/**
 * Programs that outlive the launcher: starts them, tells when they began and how they ended,
 * signals all that they started, and measures what they use. Start reading at {@link
 * org.openlauncher.process.ProcessSupervisor}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.openlauncher.process;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
