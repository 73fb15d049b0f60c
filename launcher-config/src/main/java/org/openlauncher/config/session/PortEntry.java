package org.openlauncher.config.session;

import org.openlauncher.api.configuration.Origin;

/**
 * One port of launcher-ports.
 *
 * @param scope which jobs it is for
 * @param port 1 to 65535
 * @param origin where it stands
 */
public record PortEntry(EntryScope scope, int port, Origin origin) {}
