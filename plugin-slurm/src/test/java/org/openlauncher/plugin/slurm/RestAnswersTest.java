package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.plugin.slurm.rest.RestAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What slurmrestd 22.05 answered, shortened to what is read of it. */
final class RestAnswersTest {
  private static final String QUEUED =
      """
      {"array_job_id": 0, "het_job_id": 0, "job_id": 7945, "user_id": 1001, "name": "sum.x1",
       "job_state": "FAILED", "exit_code": 1792, "restart_cnt": 0, "batch_host": "n1",
       "partition": "main", "submit_time": 1796050276, "end_time": 1796050279,
       "state_reason": "NonZeroExitCode"}
      """;
  private static final String ACCOUNTED =
      """
      {"cluster": "ours", "job_id": 7945, "name": "sum.x1", "association": null,
       "state": {"current": "FAILED", "reason": "None"}, "nodes": "n1", "partition": "main",
       "exit_code": {"status": "SUCCESS", "return_code": 0}, "kill_request_user": null,
       "time": {"submission": 1796050276, "end": 1796050279}}
      """;

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void aJobInTheQueueTellsItsWaitStatus() {
    SchedulerJob job = RestAnswers.queued(json(QUEUED)).orElseThrow();

    assertThat(job.exitCode()).contains(7);
    assertThat(job.signal()).isZero();
    assertThat(job.uid()).contains(1001L);
    assertThat(job.host()).contains("n1");
    assertThat(job.submitted()).isEqualTo(Instant.ofEpochSecond(1_796_050_276));
  }

  @ParameterizedTest
  @ValueSource(strings = {"array_job_id", "het_job_id"})
  void partsOfOtherJobsAreNotOurs(String member) {
    String part = QUEUED.replace("\"" + member + "\": 0", "\"" + member + "\": 7940");
    assertThat(RestAnswers.queued(json(part))).isEmpty();
  }

  @Test
  void anEntryThatMakesNoSenseIsNoJob() {
    assertThatThrownBy(() -> RestAnswers.queued(json(QUEUED.replace("FAILED", "BAKED"))))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("BAKED");
  }

  @Test
  void theAccountingsExitCodeIsNotTaken() {
    SchedulerJob job = RestAnswers.accounted(json(ACCOUNTED), "ours").orElseThrow();
    assertThat(job.exitCode()).isEmpty();

    var status =
        new StatusTranslation(() -> false, false)
            .ended(job, Optional.empty(), true, Optional.empty());

    assertThat(status.state()).isEqualTo(JobState.FINISHED);
    assertThat(status.code()).contains(StatusCode.EXIT_UNKNOWN);
    assertThat(status.exitCode()).isEmpty();
  }

  @Test
  void theJobOfAnotherClusterWithTheSameNumberIsNotOurs() {
    assertThat(RestAnswers.accounted(json(ACCOUNTED), "theirs")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://rest.example.org:6820, tcp://rest.example.org:6820, '', true",
    "http://127.0.0.1:6820/, tcp://127.0.0.1:6820, '', false",
    "https://rest.example.org/slurm/, tcp://rest.example.org:443, /slurm, false",
    "unix:/run/slurmrestd.sock, unix:///run/slurmrestd.sock, '', false",
    "unix:///run/slurmrestd.sock, unix:///run/slurmrestd.sock, '', false"
  })
  void anAddress(String text, String place, String prefix, boolean readable) {
    RestAddress address = RestAddress.parse(text).orElseThrow();

    assertThat(address.place()).hasToString(place);
    assertThat(address.prefix()).isEqualTo(prefix);
    assertThat(address.readableOnTheWay()).isEqualTo(readable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest.example.org:6820",
        "unix:run",
        "ftp://x",
        "http://",
        "http://me:pw@x/",
        "/run"
      })
  void whatIsNone(String text) {
    assertThat(RestAddress.parse(text)).isEmpty();
  }
}
