package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.host.http.FrontDoorSettings.MetricsAccess;
import org.openlauncher.host.jobs.Job;

/** Many viewers, and one that does not read. */
final class ManyStreamsTest {
  @Test
  void aThousandStreamsHoldNoThreadEach() {
    try (TestDoor door = new TestDoor()) {
      Job job = door.jobs.add(TestDoor.specification("one", "alice"));
      List<StreamClient> clients = new ArrayList<>();
      try {
        for (int number = 0; number < 1_000; number++) {
          clients.add(StreamClient.open(door, "/jobs/status"));
        }
        clients.forEach(client -> client.awaitText("Pending"));
        await().until(() -> door.jobs.waiting() == 1_000);
        long threads =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("front-door"))
                .count();
        assertThat(threads).isLessThan(140);
        door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
        clients.forEach(client -> client.awaitText("Running"));
        assertThat(door.send(door.request("/metrics")).body())
            .contains("openlauncher_open_streams{kind=\"status\"} 1000\n");
      } finally {
        clients.forEach(StreamClient::close);
      }
    }
  }

  @Test
  void aReaderThatDoesNotReadHoldsOnlyItselfUpAndIsDroppedInTheEnd() {
    FrontDoorSettings settings =
        new FrontDoorSettings(
            List.of(new ListenAddress.Tcp("127.0.0.1", 0)),
            Optional.empty(),
            new DataSize(TestDoor.LARGEST_BODY),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            true,
            Optional::empty,
            MetricsAccess.NONE);
    try (TestDoor door = new TestDoor(settings)) {
      Job job = door.jobs.add(TestDoor.specification("one", "alice"));
      byte[] much = new byte[32_000_000];
      door.jobs.write(job.id(), much);
      String path = "/jobs/" + job.id() + "/output?follow=true";
      try (StreamClient idle = StreamClient.open(door, "/jobs/status");
          StreamClient slow = StreamClient.open(door, path, 4_096)) {
        slow.awaitText("200 OK");
        idle.awaitText("Pending");
        assertThat(door.get("alice", "/jobs/" + job.id() + "/output").body()).hasSize(much.length);
        assertThat(door.jobs.held.get()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> door.jobs.held.get() == 0);
        // A stream that is silent for longer than the idle time is not idle: it gives its signs.
        door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
        idle.awaitText("Running");
      }
    }
  }
}
