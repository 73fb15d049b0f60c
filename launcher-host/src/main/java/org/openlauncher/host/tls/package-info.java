/**
 * The launcher's certificate and private key: read from their files, checked together, and read
 * again when the files change. Knows nothing of HTTP.
 */
@NullMarked
package org.openlauncher.host.tls;

import org.jspecify.annotations.NullMarked;
