/** Tests of the rules that profiles make. */
@NullMarked
package org.openlauncher.host.profiles;

import org.jspecify.annotations.NullMarked;
