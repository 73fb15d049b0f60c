package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

final class BundleTest {
  @Test
  void exportsNothingAndOffersThePlugin() throws IOException {
    URL classes = SlurmPlugin.class.getProtectionDomain().getCodeSource().getLocation();
    try (InputStream file = new URL(classes, "META-INF/MANIFEST.MF").openStream()) {
      Attributes attributes = new Manifest(file).getMainAttributes();
      assertThat(attributes.getValue("Export-Package")).isNull();
      assertThat(attributes.getValue("Service-Component"))
          .isEqualTo("OSGI-INF/" + SlurmPlugin.class.getName() + ".xml");
    }
  }
}
