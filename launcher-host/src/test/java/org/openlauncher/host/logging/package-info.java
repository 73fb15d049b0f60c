/** Tests of what reaches the log. */
@NullMarked
package org.openlauncher.host.logging;

import org.jspecify.annotations.NullMarked;
