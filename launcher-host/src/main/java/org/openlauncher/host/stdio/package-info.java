/**
 * The door for a launcher in front that has this one as a native plugin: the Launcher Plugin API
 * over two pipes. Who asks is what the launcher in front says, which has authenticated already.
 */
@NullMarked
package org.openlauncher.host.stdio;

import org.jspecify.annotations.NullMarked;
