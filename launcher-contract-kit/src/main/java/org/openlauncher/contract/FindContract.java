package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.plugin.Search;

/**
 * A job whose submission was cut off is found by its id in the back-end, with a handle as good as
 * the one that was lost; one that never arrived there is certainly absent, so that it can be
 * submitted again.
 */
public abstract class FindContract extends PluginContract {
  @Test
  void aJobThatNobodySubmittedIsAbsent() {
    assertThat(cluster().cluster().find(cluster().request(underTest().command("exit 0"))))
        .isInstanceOf(Search.Absent.class);
  }

  @Test
  void aRunningJobIsFoundAsItWasSubmitted() {
    StartedJob job = startAtGate("gate", 0);

    assertThat(cluster().cluster().find(job.request())).isEqualTo(new Search.Found(job.launch()));
  }

  @Test
  void aJobIsAdoptedAfterACrash() throws IOException {
    StartedJob lost = startAtGate("gate", 7);
    crash();

    StartedJob found = cluster().attach(find(lost));

    found.awaitRunning();
    openGate("gate");
    found.awaitFinished(7);
  }

  @Test
  void anEndedJobIsAdoptedToo() {
    StartedJob lost = start("exit 7");
    lost.awaitFinished(7);
    crash();

    cluster().attach(find(lost)).awaitFinished(7);
  }

  private StartedJob find(StartedJob lost) {
    Search search = cluster().cluster().find(lost.request());
    assertThat(search).isInstanceOf(Search.Found.class);
    return cluster().adopt(lost.request(), ((Search.Found) search).launch());
  }
}
