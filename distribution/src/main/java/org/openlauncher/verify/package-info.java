/**
 * Tries a whole installation as an administrator would: files, the launcher's answer, clusters, and
 * a real job of each kind as a user. Tells of each step how it went and what mends it.
 */
@NullMarked
package org.openlauncher.verify;

import org.jspecify.annotations.NullMarked;
