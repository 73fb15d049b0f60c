package org.openlauncher.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.api.user.UserAccount;

/**
 * A plugin whose jobs run for ever and whose faults stand in its jar, as words "FAULT:CALL" with
 * {@code *} for every call: throw, hang, exit, halt, null, slow, flood, threads.
 */
public final class TrialPlugin implements Plugin {
  private static final String OUTPUT = "0123456789";

  private final Set<String> faults = faults();

  public TrialPlugin() {
    meet("construct");
  }

  private static Set<String> faults() {
    try (InputStream words = TrialPlugin.class.getResourceAsStream("/faults")) {
      return words == null
          ? Set.of()
          : Set.of(new String(words.readAllBytes(), StandardCharsets.UTF_8).split(" "));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private boolean has(String fault, String call) {
    return faults.contains(fault + ":" + call) || faults.contains(fault + ":*");
  }

  private void meet(String call) {
    if (has("throw", call)) {
      throw new AssertionError("a bug in " + call);
    }
    if (has("exit", call)) {
      System.exit(3);
    }
    if (has("halt", call)) {
      Runtime.getRuntime().halt(3);
    }
    if (has("reference", call)) {
      IntConsumer end = System::exit;
      end.accept(3);
    }
    if (has("hang", call)) {
      hang();
    }
    if (has("slow", call)) {
      sleep(Duration.ofSeconds(10));
    }
  }

  /** Whatever anybody says. */
  private static void hang() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException deaf) {
        continue;
      }
    }
  }

  private static void sleep(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException deaf) {
        continue;
      }
    }
  }

  private <T> T answer(String call, T sound) {
    meet(call);
    return has("null", call) ? null : sound;
  }

  @Override
  public List<ConfigurationOption<?>> options() {
    return answer("options", List.of());
  }

  @Override
  public Cluster open(ClusterContext context) {
    if (has("flood", "open")) {
      Thread flood = new Thread(() -> flood(context), "flood");
      flood.setDaemon(true);
      flood.start();
    }
    if (has("threads", "open")) {
      for (int count = 0; count < 50; count++) {
        Thread leaked = new Thread(TrialPlugin::hang, "leaked");
        leaked.setDaemon(true);
        leaked.start();
      }
    }
    return answer("open", new TrialCluster(context));
  }

  /** Of jobs that nobody knows, and nonsense about the launcher's future. */
  private static void flood(ClusterContext context) {
    JobId nobodys = JobId.parse("01hzz000000000000000000001").orElseThrow();
    for (int count = 0; count < 300_000; count++) {
      context
          .observations()
          .report(
              new Observation.Known(nobodys, Instant.MAX, JobStatus.of(JobState.FINISHED)));
    }
  }

  private final class TrialCluster implements Cluster {
    private final ClusterContext context;
    private final Map<JobId, LaunchedJob> jobs = new ConcurrentHashMap<>();

    TrialCluster(ClusterContext context) {
      this.context = context;
    }

    private void runs(JobId id) {
      context
          .observations()
          .report(
              new Observation.Known(
                  id, Instant.now(), JobStatus.of(JobState.RUNNING).runningAt("here", 7)));
    }

    @Override
    public Capabilities capabilities() {
      return answer(
          "capabilities",
          new Capabilities(
              Set.of(JobOperation.KILL),
              Set.of(OutputType.MIXED),
              Set.of(Capabilities.Feature.RESOURCE_USE, Capabilities.Feature.NETWORK),
              Set.of(),
              Set.of()));
    }

    @Override
    public void selfTest() {
      meet("selfTest");
    }

    @Override
    public ClusterInfo info(UserAccount user) {
      return answer("info", ClusterInfo.PLAIN);
    }

    @Override
    public void validate(JobSpecification specification, UserAccount owner) {
      meet("validate");
    }

    @Override
    public Launch submit(LaunchRequest request) {
      meet("submit");
      runs(request.id());
      return answer(
          "launch", new Launch(new JobHandle(1, "here"), Optional.empty(), Optional.empty()));
    }

    @Override
    public Search find(LaunchRequest request) {
      return answer("find", new Search.Absent());
    }

    @Override
    public LaunchPlan plan(LaunchRequest request) {
      return answer(
          "plan",
          new LaunchPlan(
              new LaunchPlan.RunAs(
                  request.owner().name(), request.owner().uid(), request.owner().gid()),
              List.of("/bin/true"),
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of()));
    }

    @Override
    public void attach(Collection<LaunchedJob> attached) {
      meet("attach");
      new ArrayList<>(attached).forEach(job -> runs(job.id()));
    }

    @Override
    public ControlResult control(LaunchedJob job, JobOperation operation) {
      ControlResult result = answer("control", ControlResult.COMPLETE);
      context
          .observations()
          .report(
              new Observation.Known(
                  job.id(), Instant.now(), JobStatus.of(JobState.KILLED).withExitCode(137)));
      return result;
    }

    @Override
    public JobOutput output(LaunchedJob job, OutputType type) {
      return answer("output", new TrialOutput());
    }

    @Override
    public Optional<ResourceUse> resourceUse(LaunchedJob job) {
      return answer("resourceUse", Optional.empty());
    }

    @Override
    public NetworkInfo network(LaunchedJob job) {
      return answer("network", new NetworkInfo("here", List.of(), List.of(), List.of()));
    }

    @Override
    public Optional<Explanation> explain(LaunchedJob job) {
      return answer("explain", Optional.empty());
    }

    @Override
    public void forget(LaunchedJob job) {
      meet("forget");
    }

    @Override
    public void close() {
      meet("close");
    }
  }

  private final class TrialOutput implements JobOutput {
    @Override
    public int read(long position, ByteBuffer target) {
      meet("read");
      if (has("null", "read")) {
        return -7;
      }
      int count = (int) Math.max(0, Math.min(OUTPUT.length() - position, target.remaining()));
      target.put(OUTPUT.substring(OUTPUT.length() - count).getBytes(StandardCharsets.US_ASCII));
      return count;
    }

    @Override
    public long length() {
      meet("length");
      return has("null", "length") ? -9 : OUTPUT.length();
    }

    @Override
    public void close() {
      meet("closeOutput");
    }
  }
}
