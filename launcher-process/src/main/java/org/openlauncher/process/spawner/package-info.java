/**
 * Starts jobs through the native program {@code openlauncher-spawner}, which can do it as the jobs'
 * own users where root started it. Here is its client: start reading at {@link
 * org.openlauncher.process.spawner.SpawnerProcessLauncher}; {@code protocol.h} has what both sides
 * agree on.
 */
@NullMarked
package org.openlauncher.process.spawner;

import org.jspecify.annotations.NullMarked;
