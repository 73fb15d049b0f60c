/**
 * What the launcher does for sessions while they run: it finds out when their ports answer. Start
 * reading at {@link org.openlauncher.host.sessions.Readiness}.
 */
@NullMarked
package org.openlauncher.host.sessions;

import org.jspecify.annotations.NullMarked;
