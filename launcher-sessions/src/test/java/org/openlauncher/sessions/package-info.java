/** Tests of how requests become jobs. */
@NullMarked
package org.openlauncher.sessions;

import org.jspecify.annotations.NullMarked;
