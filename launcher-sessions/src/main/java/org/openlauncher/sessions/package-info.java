/**
 * Makes one ordinary job of a request for an interactive session or an ad-hoc job. Knows the
 * configuration and the key of sessions; starts nothing, and knows neither HTTP nor the job table.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.sessions;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
