/**
 * What all ways of starting jobs share: shims wait for the jobs and write records, which are
 * followed here; and the machine's processes are looked at. Start reading at {@link
 * org.openlauncher.process.supervise.RecordedSupervisor} and {@link
 * org.openlauncher.process.supervise.Shims}.
 */
@NullMarked
package org.openlauncher.process.supervise;

import org.jspecify.annotations.NullMarked;
