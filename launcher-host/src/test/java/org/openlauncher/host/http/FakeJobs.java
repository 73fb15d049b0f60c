package org.openlauncher.host.http;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.ChangeBatch;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobChange;
import org.openlauncher.host.jobs.JobDraft;
import org.openlauncher.host.jobs.JobPage;
import org.openlauncher.host.jobs.JobQuery;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.host.jobs.OutputReader;
import org.openlauncher.host.jobs.ResourceReader;
import org.openlauncher.host.jobs.StatusCursor;
import org.openlauncher.host.jobs.Submission;
import org.openlauncher.host.jobs.SubmissionPlan;
import org.openlauncher.host.profiles.AppliedLimit;

/** Jobs in memory that run nothing: the test says what becomes of them. */
final class FakeJobs implements Jobs {
  static final String SLOW_JOB = "answers never";
  static final String BROKEN_JOB = "breaks";
  static final Instant SUBMITTED = Instant.parse("2026-01-02T03:04:05.678Z");

  private final Map<JobId, Job> jobs = new TreeMap<>(Comparator.<JobId>naturalOrder().reversed());
  private final List<JobChange> history = new ArrayList<>();
  private final Map<String, Submission> byKey = new HashMap<>();
  private final Map<JobId, byte[]> outputs = new HashMap<>();
  private final List<Runnable> waiters = new ArrayList<>();
  private final List<FakeResourceReader> resourceReaders = new ArrayList<>();
  private long revision = 100;
  private long oldestKnown;
  private int made;

  /** Readers and waiting futures that nobody gave back yet. */
  final AtomicInteger held = new AtomicInteger();

  final List<Caller> submitters = new ArrayList<>();

  synchronized Job add(JobSpecification specification) {
    JobId id = id(++made);
    Job job =
        new Job(
            id,
            specification,
            JobStatus.of(JobState.PENDING),
            ++revision,
            SUBMITTED.plusSeconds(made),
            SUBMITTED.plusSeconds(made),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    put(job);
    return job;
  }

  synchronized Job change(JobId id, JobStatus status) {
    Job old = jobs.get(id);
    if (old == null) {
      throw new IllegalArgumentException("no such job");
    }
    Job job =
        new Job(
            id,
            old.specification(),
            status,
            ++revision,
            old.submissionTime(),
            SUBMITTED.plusSeconds(1_000 + revision),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    put(job);
    return job;
  }

  /** Forgets the changes up to now, as a launcher does that keeps only the newest. */
  synchronized void forgetHistory() {
    oldestKnown = revision;
    history.clear();
  }

  synchronized void write(JobId id, byte[] bytes) {
    byte[] old = outputs.getOrDefault(id, new byte[0]);
    byte[] all = Arrays.copyOf(old, old.length + bytes.length);
    System.arraycopy(bytes, 0, all, old.length, bytes.length);
    outputs.put(id, all);
    wake();
  }

  synchronized void sample(Optional<ResourceUse> use) {
    List.copyOf(resourceReaders).forEach(reader -> reader.offer(use));
  }

  private void put(Job job) {
    jobs.put(job.id(), job);
    history.add(JobChange.to(job));
    wake();
  }

  private void wake() {
    List<Runnable> all = List.copyOf(waiters);
    waiters.clear();
    all.forEach(Runnable::run);
  }

  synchronized List<Job> all() {
    return List.copyOf(jobs.values());
  }

  synchronized int waiting() {
    return waiters.size();
  }

  @Override
  public synchronized CompletableFuture<Submission> submit(
      Caller caller, JobSpecification specification, Optional<String> idempotencyKey) {
    submitters.add(caller);
    if (specification.name().equals(SLOW_JOB)) {
      return new CompletableFuture<>();
    }
    if (specification.name().equals(BROKEN_JOB)) {
      throw new IllegalStateException("a secret inside");
    }
    if (!specification.cluster().equals("Local")) {
      return CompletableFuture.failedFuture(
          new LauncherException(
              ErrorCode.CLUSTER_UNAVAILABLE,
              "cluster \"" + specification.cluster() + "\" is away"));
    }
    Optional<String> key = idempotencyKey.map(text -> caller.user() + "\n" + text);
    Submission first = key.map(byKey::get).orElse(null);
    if (first != null) {
      if (!first.job().specification().equals(specification)) {
        throw new LauncherException(
            ErrorCode.IDEMPOTENCY_CONFLICT, "the key was used with another request");
      }
      return CompletableFuture.completedFuture(new Submission(first.job(), false));
    }
    Submission submission = new Submission(add(specification), true);
    key.ifPresent(text -> byKey.put(text, submission));
    return CompletableFuture.completedFuture(submission);
  }

  @Override
  public CompletableFuture<Submission> submit(
      Caller caller, JobDraft draft, Optional<String> idempotencyKey) {
    return submit(caller, finished(draft), idempotencyKey);
  }

  @Override
  public Optional<CompletableFuture<Submission>> earlier(
      Caller owner, String idempotencyKey, String request) {
    return Optional.empty();
  }

  private synchronized JobSpecification finished(JobDraft draft) {
    return draft.finish().apply(id(made + 1), draft.asked());
  }

  private static JobId id(long number) {
    return new JobId(String.format(Locale.ROOT, "01hzz%021d", number));
  }

  @Override
  public CompletableFuture<SubmissionPlan> plan(Caller caller, JobDraft draft) {
    return plan(caller, finished(draft));
  }

  @Override
  public CompletableFuture<SubmissionPlan> plan(Caller caller, JobSpecification specification) {
    LaunchPlan launch =
        new LaunchPlan(
            new LaunchPlan.RunAs(caller.user(), 1001, 1001),
            specification.exe().map(List::of).orElse(List.of("/bin/sh")),
            specification.environment(),
            Optional.of("/home/" + caller.user()),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new JsonText(
                    "{\"env\":[{\"name\":\"TOKEN\",\"value\":\"hunter2\"}],"
                        + "\"Env\":[\"TOKEN=hunter2\",\"PLAIN\"]}")),
            List.of("its home folder is on another machine"));
    return CompletableFuture.completedFuture(
        new SubmissionPlan(
            launch,
            List.of(
                new AppliedLimit(
                    "cpuCount",
                    Optional.of("2"),
                    Optional.of("request"),
                    Optional.of("8"),
                    Optional.of(new Origin(Path.of("/etc/profiles.conf"), 3))))));
  }

  @Override
  public synchronized Job get(Caller caller, JobId id) {
    Job job = jobs.get(id);
    if (job == null || !caller.maySee(job.owner())) {
      throw new LauncherException(ErrorCode.JOB_NOT_FOUND, "there is no job " + id);
    }
    return job;
  }

  @Override
  public CompletableFuture<List<Job>> complete(List<Job> jobs) {
    return CompletableFuture.completedFuture(jobs);
  }

  @Override
  public synchronized JobPage list(Caller caller, JobQuery query) {
    List<Job> all =
        jobs.values().stream()
            .filter(job -> caller.maySee(job.owner()))
            .filter(job -> query.user().map(job.owner()::equals).orElse(true))
            .filter(job -> query.cluster().map(job.specification().cluster()::equals).orElse(true))
            .filter(
                job -> query.states().isEmpty() || query.states().contains(job.status().state()))
            .filter(job -> new HashSet<>(job.specification().tags()).containsAll(query.tags()))
            .filter(job -> query.from().map(t -> !job.submissionTime().isBefore(t)).orElse(true))
            .filter(job -> query.until().map(t -> !job.submissionTime().isAfter(t)).orElse(true))
            .toList();
    int from = query.cursor().map(Integer::parseInt).orElse(0);
    int to = Math.min(all.size(), from + query.limit());
    return new JobPage(
        all.subList(Math.min(from, to), to),
        to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
  }

  @Override
  public synchronized long listRevision(Caller caller) {
    return revision;
  }

  @Override
  public CompletableFuture<ControlResult> control(Caller caller, JobId id, JobOperation operation) {
    Job job = get(caller, id);
    if (operation == JobOperation.SUSPEND) {
      throw new LauncherException(ErrorCode.REQUEST_NOT_SUPPORTED, "suspend is not offered here");
    }
    if (!operation.fits(job.status().state())) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE, "the job is " + job.status().state().wireName());
    }
    return CompletableFuture.completedFuture(ControlResult.COMPLETE);
  }

  @Override
  public synchronized StatusCursor statusOf(Caller caller, JobId id, long afterRevision) {
    get(caller, id);
    return new FakeStatusCursor(caller, Optional.of(id), afterRevision);
  }

  @Override
  public StatusCursor statusOfAll(Caller caller, long afterRevision) {
    return new FakeStatusCursor(caller, Optional.empty(), afterRevision);
  }

  @Override
  public CompletableFuture<OutputReader> output(Caller caller, JobId id, OutputType type) {
    get(caller, id);
    if (type == OutputType.STDERR) {
      return CompletableFuture.failedFuture(
          new LauncherException(ErrorCode.JOB_OUTPUT_NOT_FOUND, "the job has no stderr"));
    }
    return CompletableFuture.completedFuture(new FakeOutputReader(id));
  }

  @Override
  public synchronized ResourceReader resources(Caller caller, JobId id) {
    requireRunning(caller, id);
    FakeResourceReader reader = new FakeResourceReader();
    resourceReaders.add(reader);
    return reader;
  }

  @Override
  public CompletableFuture<NetworkInfo> network(Caller caller, JobId id) {
    requireRunning(caller, id);
    return CompletableFuture.completedFuture(
        new NetworkInfo(
            "node1",
            List.of("10.0.0.1"),
            List.of("node1:30000"),
            List.of(new ExposedPort(80, Optional.of(30000), ExposedPort.Protocol.TCP))));
  }

  @Override
  public CompletableFuture<Explanation> explain(Caller caller, JobId id) {
    get(caller, id);
    return CompletableFuture.completedFuture(
        new Explanation("It waits.", List.of("Priority"), List.of("Ask for less.")));
  }

  private void requireRunning(Caller caller, JobId id) {
    if (get(caller, id).status().state() != JobState.RUNNING) {
      throw new LauncherException(ErrorCode.JOB_NOT_RUNNING, "the job is not running");
    }
  }

  private final class FakeStatusCursor implements StatusCursor {
    private final Caller caller;
    private final Optional<JobId> only;
    private long position;

    FakeStatusCursor(Caller caller, Optional<JobId> only, long position) {
      this.caller = caller;
      this.only = only;
      this.position = position;
    }

    @Override
    public List<JobChange> present() {
      synchronized (FakeJobs.this) {
        position = revision;
        return jobs.values().stream()
            .map(JobChange::to)
            .filter(this::inView)
            .sorted(Comparator.comparingLong(JobChange::revision))
            .toList();
      }
    }

    @Override
    public CompletableFuture<ChangeBatch> next() {
      CompletableFuture<ChangeBatch> result = new CompletableFuture<>();
      attempt(result);
      return result;
    }

    private void attempt(CompletableFuture<ChangeBatch> result) {
      synchronized (FakeJobs.this) {
        boolean gap = position < oldestKnown;
        List<JobChange> changes =
            (gap ? jobs.values().stream().map(JobChange::to) : history.stream())
                .filter(change -> change.revision() > position)
                .filter(this::inView)
                .sorted(Comparator.comparingLong(JobChange::revision))
                .toList();
        if (changes.isEmpty() && !gap) {
          await(result, () -> attempt(result));
        } else {
          position = revision;
          result.complete(new ChangeBatch(changes, gap, revision));
        }
      }
    }

    private boolean inView(JobChange change) {
      return caller.maySee(change.owner()) && only.map(change.job()::equals).orElse(true);
    }
  }

  /** Tries again at the next change, unless the future was cancelled before. */
  private void await(CompletableFuture<?> result, Runnable attempt) {
    waiters.add(attempt);
    var unused =
        result.whenComplete(
            (value, failure) -> {
              synchronized (FakeJobs.this) {
                waiters.remove(attempt);
              }
            });
  }

  private final class FakeOutputReader implements OutputReader {
    private static final int CHUNK = 1 << 16;

    private final JobId id;

    FakeOutputReader(JobId id) {
      this.id = id;
      held.incrementAndGet();
    }

    @Override
    public CompletableFuture<Long> length() {
      synchronized (FakeJobs.this) {
        return CompletableFuture.completedFuture(
            (long) outputs.getOrDefault(id, new byte[0]).length);
      }
    }

    @Override
    public CompletableFuture<Chunk> read(long position, boolean follow) {
      CompletableFuture<Chunk> result = new CompletableFuture<>();
      attempt(result, (int) position, follow);
      return result;
    }

    private void attempt(CompletableFuture<Chunk> result, int position, boolean follow) {
      synchronized (FakeJobs.this) {
        byte[] all = outputs.getOrDefault(id, new byte[0]);
        Job job = jobs.get(id);
        if (job == null) {
          throw new IllegalStateException("a reader of no job");
        }
        if (position < all.length) {
          ByteBuffer bytes =
              ByteBuffer.wrap(all, position, Math.min(CHUNK, all.length - position)).slice();
          result.complete(new Chunk.Data(position, bytes.asReadOnlyBuffer()));
        } else if (!follow || job.status().state().terminal()) {
          result.complete(new Chunk.End(all.length, job));
        } else {
          await(result, () -> attempt(result, position, true));
        }
      }
    }

    @Override
    public void close() {
      held.decrementAndGet();
    }
  }

  private final class FakeResourceReader implements ResourceReader {
    private final List<Optional<Sample>> ready = new ArrayList<>();
    private CompletableFuture<Optional<Sample>> asked =
        CompletableFuture.completedFuture(Optional.empty());
    private long number;

    FakeResourceReader() {
      held.incrementAndGet();
    }

    void offer(Optional<ResourceUse> use) {
      synchronized (FakeJobs.this) {
        number++;
        ready.add(use.map(value -> new Sample(number, value)));
        answer();
      }
    }

    @Override
    public CompletableFuture<Optional<Sample>> next() {
      synchronized (FakeJobs.this) {
        asked = new CompletableFuture<>();
        answer();
        return asked;
      }
    }

    private void answer() {
      if (!ready.isEmpty() && !asked.isDone()) {
        asked.complete(ready.remove(0));
      }
    }

    @Override
    public void close() {
      synchronized (FakeJobs.this) {
        resourceReaders.remove(this);
        held.decrementAndGet();
      }
    }
  }
}
