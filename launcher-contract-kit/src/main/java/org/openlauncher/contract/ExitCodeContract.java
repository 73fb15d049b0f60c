package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;

/**
 * Exit codes are exact: a job that ends by itself is Finished with the code it ended with, whatever
 * that is; a signal ends it with 128 + its number; and a hundred jobs at once don't mix them up.
 */
public abstract class ExitCodeContract extends PluginContract {
  private static final int JOBS = 100;
  private static final int SUBMITTERS = 8;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 42, 126, 127, 200, 255})
  void aJobIsFinishedWithItsOwnCode(int code) {
    start("exit " + code).awaitFinished(code);
  }

  @Test
  void aCommandThatIsMissingWithinTheJobIsTheJobsOwnAffair() {
    start("no-such-program-anywhere").awaitFinished(127);
  }

  @Test
  void aFileThatIsNotExecutableWithinTheJobIsTheJobsOwnAffair() {
    start("/etc/passwd").awaitFinished(126);
  }

  @Test
  void aProgramsCodeIsExactToo() {
    start(underTest().program("/bin/sh", List.of("-c", "exit 9"))).awaitFinished(9);
  }

  @ParameterizedTest
  @CsvSource({"KILL,137", "TERM,143", "SEGV,139", "ABRT,134"})
  void aSignalOfItsOwnKillsTheJob(String signal, int code) {
    JobStatus end = start("kill -" + signal + " $$").awaitEnd();
    assertThat(end.exitCode()).as("exit code of %s", end).contains(code);
    assertThat(end.state()).as("state of %s", end).isEqualTo(JobState.KILLED);
  }

  @Test
  void aHundredJobsAtOnceEndWithTheirOwnCodes() throws Exception {
    ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS);
    try {
      List<Future<StartedJob>> jobs =
          IntStream.range(0, JOBS)
              .mapToObj(code -> submitters.submit(() -> start("exit " + code)))
              .toList();
      for (int code = 0; code < JOBS; code++) {
        jobs.get(code).get().awaitFinished(code);
      }
    } finally {
      submitters.shutdownNow();
    }
  }
}
