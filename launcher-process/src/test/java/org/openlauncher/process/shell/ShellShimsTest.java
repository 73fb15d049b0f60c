package org.openlauncher.process.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.files.PrivateFolder;
import org.openlauncher.process.supervise.Shims;

final class ShellShimsTest {
  private static final JobId ID = new JobId("0".repeat(26));

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void open() {
    home = folder.resolve("home");
    openShims();
  }

  private Shims openShims() {
    try {
      return ShellShims.open(PrivateFolder.open(home));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void anOrderThatWasTakenBackIsNotCarriedOut() throws Exception {
    String before = "1 another-token a-boot\n" + " ".repeat(400);
    Path record = Files.writeString(folder.resolve("record"), before);
    byte[] order =
        new LaunchOrder()
            .record(record, "the-token")
            .umask(0)
            .workingDirectory(folder)
            .standardInput(Path.of("/dev/null"))
            .standardOutput(folder.resolve("must-not-be"))
            .standardError(Path.of("/dev/null"))
            .argument("/bin/true")
            .complete();
    Path file = Files.write(folder.resolve("order"), order);
    int code =
        new ProcessBuilder("/bin/sh", home.resolve("shim").toString(), ID.value())
            .redirectInput(file.toFile())
            .start()
            .waitFor();

    assertThat(code).isEqualTo(1);
    assertThat(record).content(US_ASCII).isEqualTo(before);
    assertThat(folder.resolve("must-not-be")).doesNotExist();
  }

  @Test
  void whatADeadLauncherLeftOfAnOrderIsRemoved() throws IOException {
    Path order = Files.writeString(home.resolve("orders/order"), "vSECRET=1\n");

    openShims();

    assertThat(order).doesNotExist();
  }

  @Test
  void anInputIsRemovedWhenItIsNotNeededAnyMore() throws IOException {
    Path input = Files.writeString(home.resolve("inputs").resolve(ID.value()), "secret");
    Shims shims = openShims();
    assertThat(input).exists();

    shims.release(ID);

    assertThat(input).doesNotExist();
    shims.release(ID);
  }

  @Test
  void aChangedShimIsReplaced() throws IOException {
    Path shim = home.resolve("shim");
    String script = Files.readString(shim);
    Files.writeString(shim, "exit 99\n");

    openShims();

    assertThat(shim).hasContent(script);
  }

  @Test
  void otherUsersAndLimitsAreRefused() {
    assertRefused(ProcessUser.Account.named("alice"), ProcessLimits.NONE, "root did not start");
    assertRefused(
        new ProcessUser.Self(),
        new ProcessLimits(Optional.of(Duration.ofSeconds(1)), Optional.empty()),
        "openlauncher-spawner");
  }

  private void assertRefused(ProcessUser user, ProcessLimits limits, String words) {
    ProcessRequest request =
        new ProcessRequest(
            ID,
            user,
            List.of("/bin/true"),
            Map.of(),
            folder,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            022,
            limits);
    assertThatThrownBy(() -> openShims().check(request))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_NOT_SUPPORTED))
        .hasMessageContaining(words);
  }
}
