/**
 * The contract kit: what every plugin promises, as JUnit 5 tests that run against a real back-end.
 * A plugin's own tests present the plugin as a {@link org.openlauncher.contract.PluginUnderTest}
 * and extend {@link org.openlauncher.contract.WholeContract} once:
 *
 * <pre>{@code
 * final class PonyContractTest extends WholeContract {
 *   @Override
 *   protected PluginUnderTest pluginUnderTest(Path folder) {
 *     return new PonyUnderTest(folder);
 *   }
 * }
 * }</pre>
 *
 * <p>What a cluster does not declare in its {@link org.openlauncher.api.plugin.Capabilities} is
 * reported as skipped, with the reason; it is never passed over in silence. The kit needs a machine
 * with {@code /proc}.
 */
@NullMarked
package org.openlauncher.contract;

import org.jspecify.annotations.NullMarked;
