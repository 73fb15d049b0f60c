/**
 * The contract kit: what every plugin promises, as JUnit 5 tests that run against a real back-end.
 * A plugin's own tests present the plugin as a {@link org.openlauncher.contract.PluginUnderTest}
 * and extend each {@code ...Contract} class once:
 *
 * <pre>{@code
 * final class PonyContractTest {
 *   @Nested
 *   final class Submit extends SubmitContract {
 *     @Override
 *     protected PluginUnderTest pluginUnderTest(Path folder) {
 *       return new PonyUnderTest(folder);
 *     }
 *   }
 *   // and so on, one for each contract
 * }
 * }</pre>
 *
 * <p>Extend all of them. What a cluster does not declare in its {@link
 * org.openlauncher.api.plugin.Capabilities} is reported as skipped, with the reason; it is never
 * passed over in silence. The kit needs JUnit 5, AssertJ and Awaitility on the test class path of
 * the plugin, and a machine with {@code /proc}.
 */
@NullMarked
package org.openlauncher.contract;

import org.jspecify.annotations.NullMarked;
