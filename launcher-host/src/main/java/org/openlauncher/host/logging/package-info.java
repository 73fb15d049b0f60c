/**
 * How much the launcher's log tells, and how messages get there that are not written for it. The
 * only place that knows which library writes the log; everybody else knows SLF4J.
 */
@NullMarked
package org.openlauncher.host.logging;

import org.jspecify.annotations.NullMarked;
