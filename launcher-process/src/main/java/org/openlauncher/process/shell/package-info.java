/**
 * Starts jobs as the launcher's own user, with what every Linux has: a POSIX shell, util-linux and
 * coreutils. A shell script waits for each job and writes its record.
 */
@NullMarked
package org.openlauncher.process.shell;

import org.jspecify.annotations.NullMarked;
