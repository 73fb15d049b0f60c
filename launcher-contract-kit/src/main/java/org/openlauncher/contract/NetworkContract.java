package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.NetworkInfo;

/** A running job's machine has a name, and only addresses at which somebody else can reach it. */
public abstract class NetworkContract extends PluginContract {
  @Test
  void aRunningJobTellsWhereItCanBeReached() throws IOException {
    requires(Capabilities.Feature.NETWORK);
    StartedJob job = startAtGate("gate", 0);

    NetworkInfo network = cluster().cluster().network(job.remembered());

    assertThat(network.host()).isNotBlank();
    assertThat(network.ipAddresses()).doesNotHaveDuplicates();
    for (String text : network.ipAddresses()) {
      assertThat(text).matches("[0-9a-fA-F.:]+");
      InetAddress address = InetAddress.getByName(text);
      assertThat(address.isLoopbackAddress()).as("%s is a loopback address", text).isFalse();
      assertThat(address.isLinkLocalAddress()).as("%s is link-local", text).isFalse();
      assertThat(address.isAnyLocalAddress()).as("%s is no address", text).isFalse();
    }
    openGate("gate");
    job.awaitFinished(0);
  }
}
