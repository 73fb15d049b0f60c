/**
 * Starts the OSGi framework with the launcher's bundles and ends it again in an orderly way. Knows
 * folders, start levels and exit statuses; what a launcher does lives in the bundles. Start reading
 * at {@code Boot}.
 */
@NullMarked
package org.openlauncher.boot;

import org.jspecify.annotations.NullMarked;
