/** Tests that run as a bundle among the launcher's bundles, where services are seen as such. */
@NullMarked
package org.openlauncher.container;

import org.jspecify.annotations.NullMarked;
