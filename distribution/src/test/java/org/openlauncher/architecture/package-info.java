/** The rules of who may know whom, checked against the compiled classes and the packed bundles. */
@NullMarked
package org.openlauncher.architecture;

import org.jspecify.annotations.NullMarked;
