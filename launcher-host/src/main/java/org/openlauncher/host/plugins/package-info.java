/**
 * The plugins folder: jars that come, are replaced and go, as bundles of the service framework that
 * are tried before the ones before them are let go. Start reading at {@code PluginLifeCycle}.
 */
@NullMarked
package org.openlauncher.host.plugins;

import org.jspecify.annotations.NullMarked;
