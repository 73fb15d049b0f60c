/**
 * What the tests of the distribution share: bundles made on the fly, and copies of the unpacked
 * launcher that may be changed.
 */
@NullMarked
package org.openlauncher.testing;

import org.jspecify.annotations.NullMarked;
