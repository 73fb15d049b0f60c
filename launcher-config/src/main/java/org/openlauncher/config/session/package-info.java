/**
 * Reads what sessions and ad-hoc jobs are made from: rserver.conf, jupyter.conf, vscode.conf,
 * launcher-mounts, launcher-env and launcher-ports. Every entry knows the line that it stands in.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.openlauncher.config.session;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
