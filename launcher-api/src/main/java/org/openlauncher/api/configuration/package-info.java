/**
 * Options of a cluster's configuration file, declared by the plugin and parsed by the launcher.
 * Values arrive typed, with the file and line that set them.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.api.configuration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
