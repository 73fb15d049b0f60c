package org.openlauncher.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.openlauncher.daemon.ServiceAccount;

/** Somebody who may run jobs: of this name where root runs the tests, else who runs them. */
public record OrdinaryUser(String name) {

  public static OrdinaryUser of(String name) throws Exception {
    if (!ServiceAccount.startedByRoot()) {
      return new OrdinaryUser(System.getProperty("user.name"));
    }
    if (ServiceAccount.find(name).isEmpty()) {
      call("useradd", "--create-home", "--user-group", name);
    }
    return new OrdinaryUser(name);
  }

  /** Runs a program that is to succeed. */
  public static void call(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }
}
