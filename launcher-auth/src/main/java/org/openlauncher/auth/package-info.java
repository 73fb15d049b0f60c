/**
 * Tells who is asking: credentials signed with the shared key, the key's file, and the machine's
 * user database. Nothing here shows a key or a signature.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.auth;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
