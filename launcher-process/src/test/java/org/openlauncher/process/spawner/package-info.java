/**
 * Tests of the native spawner through its protocol, without privileges and, where root runs them,
 * with. They have a client of their own, which can also say what no good client says.
 */
@NullMarked
package org.openlauncher.process.spawner;

import org.jspecify.annotations.NullMarked;
