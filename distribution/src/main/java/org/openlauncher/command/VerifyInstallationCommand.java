package org.openlauncher.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.verify.Report;
import org.openlauncher.verify.TestKind;
import org.openlauncher.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify-installation",
    description =
        "Check files, keys and clusters, then start a real job of each kind as a user, and say of"
            + " each step how it went and what mends it. Run it as root, with the launcher running.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:everything passed", "1:something did not", "2:wrong options"})
final class VerifyInstallationCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options = new InstallationOptions();

  @Option(
      names = "--verify-user",
      paramLabel = "NAME",
      required = true,
      description = "The user whose jobs are started.")
  private String user = "";

  @Option(
      names = "--verify-test",
      paramLabel = "TEST",
      description = "r-sessions, adhoc-jobs, jupyter-sessions or vscode-sessions (default: all).")
  private @Nullable String test;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "The one cluster to try (default: all).")
  private @Nullable String cluster;

  @Option(names = "--json", description = "Print it as JSON, at the end.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    ServiceAccount account =
        ServiceAccount.find(user)
            .orElseThrow(
                () ->
                    new StartupException(
                        ExitStatus.USAGE, "--verify-user: this machine has no user " + user));
    Report report = new Report(step -> tell(step.line()));
    new Verification(options.installation(), account, kinds(), Optional.ofNullable(cluster))
        .run(report);
    System.out.println(json ? report.json() : report.summary());
    return (report.good() ? ExitStatus.SUCCESS : ExitStatus.FAILURE).number();
  }

  private void tell(String line) {
    if (!json) {
      System.out.println(line);
    }
  }

  private List<TestKind> kinds() throws StartupException {
    if (test == null) {
      return List.of(TestKind.values());
    }
    return List.of(
        TestKind.parse(test)
            .orElseThrow(
                () ->
                    new StartupException(
                        ExitStatus.USAGE,
                        "--verify-test: expected one of "
                            + Arrays.stream(TestKind.values())
                                .map(TestKind::word)
                                .collect(Collectors.joining(", "))
                            + ", found "
                            + test)));
  }
}
