/**
 * The commands of {@code bin/rstudio-launcher}. Each one is a small class; what needs the framework
 * is handed to the boot, everything else talks to a running launcher from outside.
 */
@NullMarked
package org.openlauncher.command;

import org.jspecify.annotations.NullMarked;
