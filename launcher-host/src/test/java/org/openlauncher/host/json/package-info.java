/**
 * Tests of reading and writing JSON, with generated specifications where every combination counts.
 * They need no server.
 */
@NullMarked
package org.openlauncher.host.json;

import org.jspecify.annotations.NullMarked;
