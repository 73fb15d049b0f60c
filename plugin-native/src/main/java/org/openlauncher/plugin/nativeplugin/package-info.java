/**
 * Clusters served by executables that speak the Launcher Plugin API over standard input and output.
 * Start reading at {@link org.openlauncher.plugin.nativeplugin.NativeCluster}.
 */
@NullMarked
package org.openlauncher.plugin.nativeplugin;

import org.jspecify.annotations.NullMarked;
