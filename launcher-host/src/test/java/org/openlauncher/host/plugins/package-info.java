/** Jars that may be loaded, and others. */
@NullMarked
package org.openlauncher.host.plugins;

import org.jspecify.annotations.NullMarked;
