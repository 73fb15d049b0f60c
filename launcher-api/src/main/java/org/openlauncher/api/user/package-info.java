/**
 * Accounts of the machine's user database, as the launcher looks them up (NSS). A plugin sees users
 * only through these types.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.api.user;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
