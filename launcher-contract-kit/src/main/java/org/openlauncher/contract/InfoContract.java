package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.OutputType;

/** What a plugin declares is well formed, always the same, and fits together. */
public abstract class InfoContract extends PluginContract {
  @Test
  void optionsAreDeclaredOnceAndExplained() {
    List<ConfigurationOption<?>> options = underTest().newPlugin().options();

    assertThat(options).extracting(ConfigurationOption::name).doesNotHaveDuplicates();
    assertThat(options)
        .extracting(ConfigurationOption::description)
        .allSatisfy(description -> assertThat(description).isNotBlank());
    assertThat(underTest().newPlugin().options())
        .extracting(ConfigurationOption::name)
        .isEqualTo(options.stream().map(ConfigurationOption::name).toList());
  }

  @Test
  void defaultsAreValidTexts() {
    assertThat(underTest().newPlugin().options()).allSatisfy(InfoContract::assertValidDefault);
  }

  private static <T> void assertValidDefault(ConfigurationOption<T> option) {
    option
        .defaultValue()
        .ifPresent(
            value ->
                assertThat(option.type().parse(option.type().format(value)))
                    .as("default of %s", option.name())
                    .contains(value));
  }

  @Test
  void capabilitiesStayTheSame() {
    Cluster cluster = cluster().cluster();
    Capabilities before = cluster.capabilities();
    start("exit 0").awaitFinished(0);

    assertThat(cluster.capabilities()).isEqualTo(before);
    assertThat(openAnother().cluster().capabilities()).isEqualTo(before);
  }

  @Test
  void mixedOutputNeedsBothOthers() {
    Capabilities capabilities = cluster().cluster().capabilities();
    if (capabilities.has(Capabilities.Feature.MIXED_ORDER)) {
      assertThat(capabilities.outputs()).contains(OutputType.MIXED);
    }
  }

  @Test
  void anOfferNamesOnlyLimitsThatAreEnforced() {
    Cluster cluster = cluster().cluster();
    ClusterInfo info = cluster.info(underTest().owner());

    assertThat(cluster.capabilities().enforcedLimits())
        .containsAll(info.resourceLimits().stream().map(ClusterInfo.LimitOffer::type).toList());
    assertThat(info.defaultQueue())
        .satisfies(queue -> queue.ifPresent(name -> assertThat(info.queues()).contains(name)));
  }

  @Test
  void aClusterThatWorksIsNotRed() {
    start("exit 0").awaitFinished(0);

    assertThat(cluster().observations().healths())
        .extracting(ClusterHealth::level)
        .doesNotContain(ClusterHealth.Level.RED);
  }
}
