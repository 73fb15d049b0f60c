package org.openlauncher.process.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.JobId;

class RecordWatcherTest {
  private static final int MANY = 400;

  @TempDir private Path folder;
  private final Set<JobId> heard = ConcurrentHashMap.newKeySet();
  private final AtomicInteger times = new AtomicInteger();

  private RecordWatcher watcher;

  @BeforeEach
  void watch() throws Exception {
    watcher =
        new RecordWatcher(
            folder,
            jobs -> {
              times.incrementAndGet();
              heard.addAll(jobs);
            },
            () -> {});
  }

  @AfterEach
  void close() {
    watcher.close();
  }

  private JobId record(int number) throws Exception {
    JobId id = new JobId(String.format("%026d", number));
    Files.createFile(folder.resolve(id.value()));
    return id;
  }

  @Test
  void manyWritesAreHeardOfTogetherAndNoneIsMissed() throws Exception {
    List<JobId> jobs = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      jobs.add(record(number));
    }
    for (JobId job : jobs) {
      Files.writeString(folder.resolve(job.value()), "ended", StandardOpenOption.WRITE);
    }

    await().until(() -> heard.size() == MANY);
    assertThat(heard).containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(times).hasValueLessThan(MANY / 2);
  }

  @Test
  void aWriteThatComesLaterIsHeardOfAgain() throws Exception {
    JobId job = record(1);
    for (int round = 1; round <= 10; round++) {
      int before = times.get();
      Files.writeString(folder.resolve(job.value()), "line", StandardOpenOption.APPEND);

      await().until(() -> times.get() > before);
    }
    assertThat(heard).containsExactly(job);
  }
}
