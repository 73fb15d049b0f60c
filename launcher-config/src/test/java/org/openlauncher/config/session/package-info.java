/** Tests of the readers of sessions' files. */
@NullMarked
package org.openlauncher.config.session;

import org.jspecify.annotations.NullMarked;
