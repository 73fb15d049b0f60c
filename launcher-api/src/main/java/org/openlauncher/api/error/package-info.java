/**
 * Errors that reach a client: one enum of codes with stable numbers, one exception that carries
 * them, and the special cases that tell the launcher what is certain about a failed launch.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.api.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
