package org.openlauncher.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What this launcher is, as its jar's manifest says. */
final class LauncherVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(LauncherVersion.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
    return new String[] {"Open Job Launcher " + version + ", Java " + Runtime.version()};
  }
}
