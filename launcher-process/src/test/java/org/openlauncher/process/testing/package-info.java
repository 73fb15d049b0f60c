/**
 * What the tests of plugins share that start processes: the ways of starting them, and a JVM as
 * root's start of the launcher makes it.
 */
@NullMarked
package org.openlauncher.process.testing;

import org.jspecify.annotations.NullMarked;
