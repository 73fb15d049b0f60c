/**
 * What messages to and from a native plugin say: jobs and offers as JSON, in the form that the
 * plugin's version knows.
 */
@NullMarked
package org.openlauncher.plugin.nativeplugin.wire;

import org.jspecify.annotations.NullMarked;
