package org.openlauncher.process.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;

@ParameterizedClass
@EnumSource(Form.class)
final class SupervisorTest {
  @TempDir Path folder;
  private final Form form;

  SupervisorTest(Form form) {
    this.form = form;
  }

  @Test
  void runningJobsTakeNoThreadsAndNoDescriptors() throws IOException {
    try (Jobs jobs = new Jobs(form, folder)) {
      JobId first = jobs.request("sleep", "300").launch();
      jobs.listener.awaitStart(first);
      long threads = threads().count();
      long descriptors = descriptors();
      List<JobId> ids = new ArrayList<>();
      for (int count = 0; count < 100; count++) {
        ids.add(jobs.request("sleep", "300").launch());
      }
      ids.forEach(jobs.listener::awaitStart);

      await().untilAsserted(() -> assertThat(threads().count()).isLessThanOrEqualTo(threads));
      await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 5));
    }
  }

  @Test
  void closingGivesEverythingBack() throws IOException {
    closeAfterAJob(folder.resolve("warm-up"));
    await().until(() -> threads().noneMatch(name -> name.startsWith("process-")));
    long threads = threads().count();
    long descriptors = descriptors();
    for (int round = 0; round < 10; round++) {
      closeAfterAJob(folder.resolve("round" + round));
    }

    await().untilAsserted(() -> assertThat(threads().count()).isLessThanOrEqualTo(threads));
    await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors));
  }

  private void closeAfterAJob(Path folder) throws IOException {
    Files.createDirectory(folder);
    Jobs jobs = new Jobs(form, folder);
    JobId id = jobs.request("true").launch();
    assertThat(jobs.listener.awaitExitCode(id)).isZero();
    jobs.close();
    jobs.supervisor.close();
  }

  @Test
  void aFailingListenerDoesNotStopTheOthersNews() {
    RecordingListener listener = new RecordingListener();
    ProcessListener failing =
        new ProcessListener() {
          @Override
          public void started(JobId id, ProcessIdentity process, Instant at) {
            throw new IllegalStateException("this listener always fails");
          }

          @Override
          public void ended(JobId id, ExitRecord exit) {
            listener.ended(id, exit);
          }

          @Override
          public void launchFailed(JobId id, LaunchFailedException failure) {}

          @Override
          public void lost(JobId id, LossReason reason) {}

          @Override
          public void impeded(String reason) {}

          @Override
          public void unimpeded() {}
        };
    try (Jobs jobs = new Jobs(form, folder);
        ProcessSupervisor supervisor = Jobs.supervisor(form, folder.resolve("other"), failing)) {
      ProcessRequest request = jobs.request("true").build();
      supervisor.launch(request);

      assertThat(listener.awaitExitCode(request.id())).isZero();
    }
  }

  @Test
  void foldersArePrivate() throws IOException {
    try (Jobs jobs = new Jobs(form, folder)) {
      jobs.listener.awaitExit(jobs.request("true").launch());
      try (Stream<Path> files = Files.walk(folder.resolve("run"))) {
        assertThat(files)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
      }
    }
  }

  @Test
  void aFolderThatOthersCanWriteIsRefused() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
    assertRefused(shared, "rwxrwx---");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertRefused(link, "symbolic link");
    assertRefused(Files.createFile(folder.resolve("file")), "must be a folder");
    Path foreign = Path.of("/proc/1");
    if (!Files.getOwner(foreign).equals(Files.getOwner(folder))) {
      assertRefused(foreign, "must belong to");
    }
  }

  private void assertRefused(Path folder, String words) {
    assertThatThrownBy(() -> RecordedSupervisor.open(folder, new RecordingListener(), form.shims()))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining(words)
        .hasMessageContaining(folder.toString());
  }

  /** The threads of this process, without those that the JVM keeps for a while for its own use. */
  private static Stream<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("process reaper") && !name.startsWith("awaitility"))
        .filter(name -> !name.startsWith("ForkJoinPool") && !name.startsWith("Attach Listener"))
        .filter(name -> !name.startsWith("Common-Cleaner"))
        .sorted();
  }

  private static long descriptors() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
