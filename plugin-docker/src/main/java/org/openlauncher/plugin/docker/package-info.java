/**
 * The back-end {@code Docker}: jobs are containers of an engine on this machine. It translates
 * between the launcher's contract and the engine's API; start reading at {@link
 * org.openlauncher.plugin.docker.DockerCluster}.
 */
@NullMarked
package org.openlauncher.plugin.docker;

import org.jspecify.annotations.NullMarked;
