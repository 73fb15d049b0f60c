package org.openlauncher.host.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
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
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.api.user.UserAccount;

/**
 * A back-end that does what its scripts say. Without further orders it takes every job, remembers
 * it whatever becomes of the launcher, and finds it again; it runs nothing.
 */
public final class ScriptedCluster {
  private static final Capabilities EVERYTHING =
      new Capabilities(
          Set.of(JobOperation.values()),
          Set.of(OutputType.values()),
          Set.of(
              Capabilities.Feature.RESOURCE_USE,
              Capabilities.Feature.NETWORK,
              Capabilities.Feature.EXPLAIN),
          Set.of(),
          Set.of());

  /** Each method of {@link Cluster}, with what it is asked. */
  public final Script<LaunchRequest, Launch> submit = new Script<>(this::start);

  public final Script<LaunchRequest, Search> find = new Script<>(this::look);
  public final Script<Collection<LaunchedJob>, Boolean> attach = new Script<>(jobs -> true);
  public final Script<JobSpecification, Boolean> validate = new Script<>(job -> true);
  public final Script<Control, ControlResult> control =
      new Script<>(asked -> ControlResult.COMPLETE);
  public final Script<JobId, ScriptedOutput> output = new Script<>(this::outputOf);
  public final Script<LaunchedJob, Boolean> forget = new Script<>(job -> true);
  public final Script<UserAccount, ClusterInfo> info = new Script<>(user -> ClusterInfo.PLAIN);
  public final Script<LaunchedJob, Optional<ResourceUse>> resourceUse =
      new Script<>(job -> Optional.empty());
  public final Script<ClusterContext, Boolean> close = new Script<>(context -> true);

  /** What it can do; to be set before it is opened. */
  public volatile Capabilities capabilities = EVERYTHING;

  private final Map<JobId, Integer> starts = new ConcurrentHashMap<>();
  private final Map<JobId, ScriptedOutput> outputs = new ConcurrentHashMap<>();
  private final List<Opening> openings = new CopyOnWriteArrayList<>();

  /**
   * What {@code control} is asked.
   *
   * @param job the job
   * @param operation what is to be done with it
   */
  public record Control(LaunchedJob job, JobOperation operation) {}

  /** Takes a job, as {@link #submit} does without orders. */
  public Launch start(LaunchRequest request) {
    starts.merge(request.id(), 1, Integer::sum);
    return launchOf(request.id());
  }

  /** Looks for a job, as {@link #find} does without orders. */
  public Search look(LaunchRequest request) {
    return starts.containsKey(request.id())
        ? new Search.Found(launchOf(request.id()))
        : new Search.Absent();
  }

  private static Launch launchOf(JobId id) {
    return new Launch(
        new JobHandle(1, "scripted " + id), Optional.of("/out/" + id), Optional.empty());
  }

  /** How often each job was started; more than once is what must never be. */
  public Map<JobId, Integer> starts() {
    return Map.copyOf(starts);
  }

  /** The output that a job has, for all of its kinds. */
  public ScriptedOutput outputOf(JobId id) {
    return outputs.computeIfAbsent(id, fresh -> new ScriptedOutput());
  }

  /** Tells the launcher of a job, through the newest opening. */
  public void report(JobId id, JobStatus status) {
    newest().observations().report(new Observation.Known(id, Instant.now(), status));
  }

  /** What the newest opening was given. */
  public ClusterContext newest() {
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> !openings.isEmpty());
    return openings.get(openings.size() - 1).context.orElseThrow();
  }

  /** What each opening was given, the first one first. */
  public List<ClusterContext> openings() {
    return openings.stream().map(opening -> opening.context.orElseThrow()).toList();
  }

  /** How many openings are not closed. */
  public long open() {
    return openings.stream().filter(opening -> !opening.closed.get()).count();
  }

  /** How often a closed opening was called. */
  public long callsAfterClose() {
    return openings.stream().mapToLong(opening -> opening.callsAfterClose.get()).sum();
  }

  /** An opening that no launcher asked for, for calls that don't need one. */
  public Cluster detached() {
    return new Opening(Optional.empty());
  }

  Cluster open(ClusterContext context) {
    Opening opening = new Opening(Optional.of(context));
    openings.add(opening);
    return opening;
  }

  private final class Opening implements Cluster {
    private final Optional<ClusterContext> context;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final java.util.concurrent.atomic.AtomicLong callsAfterClose =
        new java.util.concurrent.atomic.AtomicLong();

    Opening(Optional<ClusterContext> context) {
      this.context = context;
    }

    private void inUse() {
      if (closed.get()) {
        callsAfterClose.incrementAndGet();
      }
    }

    private <Q, A> A ask(Script<Q, A> script, Q question) {
      inUse();
      return script.answer(question);
    }

    @Override
    public Capabilities capabilities() {
      return capabilities;
    }

    @Override
    public ClusterInfo info(UserAccount user) {
      return ask(info, user);
    }

    @Override
    public void validate(JobSpecification specification, UserAccount owner) {
      ask(validate, specification);
    }

    @Override
    public Launch submit(LaunchRequest request) {
      return ask(submit, request);
    }

    @Override
    public Search find(LaunchRequest request) {
      return ask(find, request);
    }

    @Override
    public LaunchPlan plan(LaunchRequest request) {
      return new LaunchPlan(
          new LaunchPlan.RunAs(
              request.owner().name(), request.owner().uid(), request.owner().gid()),
          List.of("/bin/true"),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }

    @Override
    public void attach(Collection<LaunchedJob> jobs) {
      assertThat(jobs).isNotEmpty();
      ask(attach, jobs);
    }

    @Override
    public ControlResult control(LaunchedJob job, JobOperation operation) {
      return ask(control, new Control(job, operation));
    }

    @Override
    public JobOutput output(LaunchedJob job, OutputType type) {
      return ask(output, job.id()).open(this::inUse);
    }

    @Override
    public Optional<ResourceUse> resourceUse(LaunchedJob job) {
      return ask(resourceUse, job);
    }

    @Override
    public NetworkInfo network(LaunchedJob job) {
      return new NetworkInfo("machine1", List.of(), List.of(), List.of());
    }

    @Override
    public Optional<Explanation> explain(LaunchedJob job) {
      return Optional.empty();
    }

    @Override
    public void forget(LaunchedJob job) {
      ask(forget, job);
    }

    @Override
    public void close() {
      try {
        context.ifPresent(given -> ask(close, given));
      } finally {
        closed.set(true);
      }
    }
  }
}
