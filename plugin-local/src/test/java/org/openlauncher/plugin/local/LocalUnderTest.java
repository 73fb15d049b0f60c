package org.openlauncher.plugin.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.MachineUsers;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.testing.LauncherForm;

/**
 * The plugin as its bundle would make it.
 *
 * @param launcher starts the processes
 * @param owner has the jobs
 */
record LocalUnderTest(ProcessLauncher launcher, UserAccount owner) implements PluginUnderTest {
  /** Where jobs run as others, they are alice's. */
  static LocalUnderTest of(LauncherForm form, Path folder) throws IOException {
    ProcessLauncher launcher = form.launcher();
    MachineUsers users = new MachineUsers();
    if (!launcher.privileges().otherUsers()) {
      return new LocalUnderTest(launcher, users.self());
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return new LocalUnderTest(launcher, users.find("alice").orElseThrow());
  }

  @Override
  public Plugin newPlugin() {
    return new LocalPlugin(launcher);
  }
}
