package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.contract.PluginContract;
import org.openlauncher.contract.PluginUnderTest;

/** What the tests of this plugin share beside the contract's tools. */
abstract class DockerJobsTest extends PluginContract {
  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return DockerUnderTest.of(folder, image(), options());
  }

  /** What the containers are made of. */
  String image() {
    return Engine.BUSYBOX;
  }

  /** What stands in the cluster's configuration. */
  Map<String, String> options() {
    return Map.of();
  }

  /** The plugin, as this module's tests know it. */
  final DockerUnderTest docker() {
    return (DockerUnderTest) underTest();
  }

  final JobSpecification.Builder limited(String script, String type, String value) {
    return underTest().command(script).resourceLimits(List.of(new ResourceLimit(type, value)));
  }
}
