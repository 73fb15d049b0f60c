/**
 * Short commands as a user of the machine, with their whole output. Start reading at {@link
 * org.openlauncher.process.command.CommandRunner}.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.openlauncher.process.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
