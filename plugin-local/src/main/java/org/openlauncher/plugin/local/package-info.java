/**
 * The back-end {@code Local}: jobs are processes of the machine that the launcher runs on. It
 * translates between the launcher's contract and the process supervisor; start reading at {@link
 * org.openlauncher.plugin.local.LocalCluster}.
 */
@NullMarked
package org.openlauncher.plugin.local;

import org.jspecify.annotations.NullMarked;
