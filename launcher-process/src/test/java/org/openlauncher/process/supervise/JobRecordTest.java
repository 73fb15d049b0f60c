package org.openlauncher.process.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.ExitRecord;

final class JobRecordTest {
  private static final String HEADER = "1 token boot\n";
  private static final String STARTED = "started 10 20 30 40 .\n";
  private static final String USAGE = "usage 1500000 250000 9999 .\n";

  private static JobRecord parse(String lines) {
    return JobRecord.parse(HEADER + lines + " ".repeat(100)).orElseThrow();
  }

  @Test
  void anEndThatTheSpawnersShimSawIsCertain() {
    JobRecord.Exit exit = parse(STARTED + USAGE + "ended 143 .\n").exit().orElseThrow();

    assertThat(exit.ending()).isEqualTo(new ExitRecord.Ending.Exited(143));
    assertThat(exit.userTime()).contains(Duration.ofMillis(1500));
    assertThat(exit.systemTime()).contains(Duration.ofMillis(250));
    assertThat(exit.exceeded()).isEmpty();
  }

  @Test
  void aSignalIsTold() {
    JobRecord.Exit exit = parse(STARTED + USAGE + "killed 15 .\n").exit().orElseThrow();

    assertThat(exit.ending()).isEqualTo(new ExitRecord.Ending.Signaled(15));
    assertThat(exit.ending().exitCode()).contains(143);
  }

  @Test
  void theLimitThatEndedAJobIsTold() {
    assertThat(exceeded("reason out-of-memory .\nkilled 9 .\n"))
        .contains(ExitRecord.ExceededLimit.MEMORY);
    assertThat(exceeded("reason processor-time .\nkilled 24 .\n"))
        .contains(ExitRecord.ExceededLimit.PROCESSOR_TIME);
    assertThat(exceeded("reason of-the-future .\nkilled 9 .\n")).isEmpty();
    assertThat(exceeded("reason out-of-mem")).isEmpty();
  }

  private static Optional<ExitRecord.ExceededLimit> exceeded(String lines) {
    return parse(STARTED + USAGE + lines).exit().flatMap(JobRecord.Exit::exceeded);
  }

  @Test
  void anEndThatAShellSawIsAGuess() {
    JobRecord.Exit exit =
        parse(STARTED + "0m0.00s 0m0.00s\n0m1.50s 1m0.25s\nended 143 .\n").exit().orElseThrow();

    assertThat(exit.ending()).isEqualTo(new ExitRecord.Ending.ExitedOrSignaled(143));
    assertThat(exit.userTime()).contains(Duration.ofMillis(1500));
    assertThat(exit.systemTime()).contains(Duration.ofMillis(60250));
  }

  @Test
  void halfALineSaysNothing() {
    assertThat(parse(STARTED + USAGE + "ended 1").exit()).isEmpty();
    assertThat(parse(STARTED + USAGE + "killed 9 ").exit()).isEmpty();
    assertThat(parse(STARTED + "refused director").refused()).isEmpty();
    assertThat(parse("started 10 20 30").start()).isEmpty();
    assertThat(JobRecord.parse("2 token boot\n")).isEmpty();
    assertThat(JobRecord.parse("")).isEmpty();
  }

  @Test
  void refusalsHaveACauseOrNone() {
    assertThat(parse("refused program-not-found 2 .\n").refused())
        .contains(new JobRecord.Refused(Refusal.PROGRAM_NOT_FOUND, 2));
    assertThat(parse("refused directory .\n").refused())
        .contains(new JobRecord.Refused(Refusal.DIRECTORY, 0));
    assertThat(parse("refused of-the-future 7 .\n").refused())
        .contains(new JobRecord.Refused(Refusal.OTHER, 7));
  }

  @Test
  void aRefusalNamesTheThingAndTheCause() {
    assertThat(Refusal.DIRECTORY.failure(Optional.of("/data"), 13))
        .hasMessage("The working directory /data could not be entered: permission denied.")
        .satisfies(
            failure -> assertThat(failure.statusCode()).isEqualTo(StatusCode.PERMISSION_DENIED));
    assertThat(Refusal.OUTPUT.failure(Optional.empty(), 28))
        .hasMessage("The output file could not be opened: no space is left.")
        .satisfies(failure -> assertThat(failure.statusCode()).isEqualTo(StatusCode.OUTPUT_FILE));
    assertThat(Refusal.OTHER.failure(Optional.empty(), 0))
        .hasMessage("The process of the job could not be started.");
    assertThat(Refusal.SESSION.failure(Optional.empty(), 999)).hasMessageContaining("error 999");
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void aRefusalWithoutAThingIsAWholeSentence(Refusal refusal) {
    assertThat(refusal.failure(Optional.empty(), 0).getMessage())
        .doesNotContain("%")
        .doesNotContain("  ")
        .doesNotContain(" .")
        .endsWith(".");
  }
}
