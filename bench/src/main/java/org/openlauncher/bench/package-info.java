/**
 * Measures a packed launcher from outside, as its clients do, and beside it a floor in the same
 * run. A row of the table is one class that ends with {@code Row}; {@link
 * org.openlauncher.bench.Bench} runs them.
 */
@NullMarked
package org.openlauncher.bench;

import org.jspecify.annotations.NullMarked;
