package org.openlauncher.host;

import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.config.PluginArguments;

/**
 * What the boot program tells the host and is told by it, as system properties.
 *
 * @param readyFile where to write that the front door is open
 * @param plugins the folder that plugins are dropped into
 * @param pluginCopies where the launcher keeps copies of them
 * @param keyOnStandardInput whether the secure cookie key comes by standard input
 * @param background whether nobody starts the launcher again when it ends
 * @param checkConfiguration whether only the configuration is to be checked
 * @param asJson whether the listing of the configuration is to be JSON
 * @param checkedUser whose profiles the listing shows
 * @param asPlugin what a launcher in front says, whose plugin this is to be
 */
record BootProperties(
    Optional<Path> readyFile,
    Path plugins,
    Path pluginCopies,
    boolean keyOnStandardInput,
    boolean background,
    boolean checkConfiguration,
    boolean asJson,
    Optional<String> checkedUser,
    Optional<PluginArguments> asPlugin) {

  static BootProperties read() {
    return new BootProperties(
        property("openlauncher.ready.file").map(Path::of),
        folder("openlauncher.plugins.dir"),
        folder("openlauncher.plugins.copies"),
        property("openlauncher.key.stdin").filter("1"::equals).isPresent(),
        property("openlauncher.background").isPresent(),
        property("openlauncher.mode").filter("check-config"::equals).isPresent(),
        property("openlauncher.check-config.format").filter("json"::equals).isPresent(),
        property("openlauncher.check-config.user"),
        PluginArguments.fromSystemProperties());
  }

  static void exit(int status, String message) {
    System.setProperty("openlauncher.exit.status", Integer.toString(status));
    if (!message.isEmpty()) {
      System.setProperty("openlauncher.exit.message", message);
    }
  }

  private static Path folder(String name) {
    return Path.of(
        property(name)
            .orElseThrow(() -> new IllegalStateException("the boot does not set " + name)));
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
  }
}
