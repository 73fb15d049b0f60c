/**
 * The contract between the launcher and a back-end: a bundle registers one {@link
 * org.openlauncher.api.plugin.Plugin}, which opens a {@link org.openlauncher.api.plugin.Cluster}
 * for each configured cluster. Start reading at {@code Plugin}; the contract kit ({@code
 * launcher-contract-kit}) shows every promise being kept.
 */
@Export
@Version("1.2.0")
@NullMarked
package org.openlauncher.api.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
