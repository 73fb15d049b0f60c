/** Tests of certificate and key with what openssl makes. */
@NullMarked
package org.openlauncher.host.tls;

import org.jspecify.annotations.NullMarked;
