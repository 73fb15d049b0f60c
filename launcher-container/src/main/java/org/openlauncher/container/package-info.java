/**
 * Who a job is inside its container and what it has there, and the files that make an account of
 * it. Works on texts: nothing is run in the image, so that it may lack a shell and every tool.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.openlauncher.container;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
