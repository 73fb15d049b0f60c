/**
 * The launcher as a background process: how it is started, found, asked and ended, and how a start
 * by root gives up root. Nothing here runs inside the framework. Start reading at {@code Daemon}.
 */
@NullMarked
package org.openlauncher.daemon;

import org.jspecify.annotations.NullMarked;
