package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationFolderTest {
  @Test
  void propertyBeatsVariableBeatsDefault() {
    assertThat(ConfigurationFolder.locate(Optional.empty(), Optional.empty()).path())
        .isEqualTo(Path.of("/etc/rstudio"));
    assertThat(ConfigurationFolder.locate(Optional.empty(), Optional.of("")).path())
        .isEqualTo(Path.of("/etc/rstudio"));
    assertThat(ConfigurationFolder.locate(Optional.empty(), Optional.of("/srv/../a")).path())
        .isEqualTo(Path.of("/a"));
    assertThat(ConfigurationFolder.locate(Optional.of("/b"), Optional.of("/a")).launcherFile())
        .isEqualTo(Path.of("/b/launcher.conf"));
  }

  @Test
  void relativePathIsRefused() {
    assertThatThrownBy(() -> ConfigurationFolder.locate(Optional.empty(), Optional.of("etc")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the configuration folder: expected an absolute path, found \"etc\"");
  }
}
