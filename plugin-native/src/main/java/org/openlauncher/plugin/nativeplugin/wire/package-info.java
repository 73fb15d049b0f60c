/**
 * What goes over the pipes to a native plugin and back: frames, requests, and jobs as JSON in the
 * form that the plugin's version knows.
 */
@NullMarked
package org.openlauncher.plugin.nativeplugin.wire;

import org.jspecify.annotations.NullMarked;
