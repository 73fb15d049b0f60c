/**
 * What the host's own tests stand on: a plugin that does what a test tells it, and a launcher
 * without its front door around it. Nothing here knows HTTP.
 */
@NullMarked
package org.openlauncher.host.testing;

import org.jspecify.annotations.NullMarked;
