/**
 * The front door: authentication, the endpoints, and streams that hold no thread. Knows jobs only
 * through {@link org.openlauncher.host.jobs.Jobs}.
 */
@NullMarked
package org.openlauncher.host.http;

import org.jspecify.annotations.NullMarked;
