/**
 * How jobs, clusters and errors look on the wire: strict reading that names a wrong member by its
 * JSON path, and writing with the names of the Launcher Plugin API.
 */
@NullMarked
package org.openlauncher.host.json;

import org.jspecify.annotations.NullMarked;
