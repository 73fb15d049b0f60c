/**
 * Where jobs are kept over a restart: SQLite through JDBC, one writer that groups commits, numbered
 * migrations. Knows nothing of clusters or clients.
 */
@NullMarked
package org.openlauncher.host.store;

import org.jspecify.annotations.NullMarked;
