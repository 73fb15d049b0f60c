/**
 * The audit log: who asked for what, for whom, from where, and whether it was allowed. One JSON
 * object a line, written before the answer is sent.
 */
@NullMarked
package org.openlauncher.host.audit;

import org.jspecify.annotations.NullMarked;
