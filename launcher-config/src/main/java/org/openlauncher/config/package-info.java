/**
 * Reads and checks the administrator's configuration files. Every problem of every file is told at
 * once, with file and line; every value in effect can be listed with the place that set it.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
