/**
 * What the profiles of a cluster make of a request: defaults filled in, named sizes expanded, what
 * is more than allowed refused; and what they make of the offer that a user is told. Every
 * submission comes through here, whatever the cluster's type is.
 */
@NullMarked
package org.openlauncher.host.profiles;

import org.jspecify.annotations.NullMarked;
