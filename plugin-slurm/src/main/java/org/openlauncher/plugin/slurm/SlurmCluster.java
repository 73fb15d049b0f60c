package org.openlauncher.plugin.slurm;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.command.CommandRunner;
import org.openlauncher.process.job.HandleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Slurm cluster. */
final class SlurmCluster implements Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(SlurmCluster.class);

  private final SlurmOptions options;
  private final ObservationSink sink;
  private final JobOwners owners;
  private final SlurmLimits limits;
  private final ClusterFacts facts;
  private final JobPreparation preparation;
  private final SlurmCommands commands;
  private final SchedulerForm scheduler;
  private final Submissions submissions;
  private final Launches launches;
  private final JobFiles files;
  private final StatusTranslation translation;
  private final Collector collector;
  private final JobControl control;
  private final NodeAddresses addresses;

  private SlurmCluster(ClusterContext context, SlurmOptions options, ProcessLauncher processes) {
    this.options = options;
    this.sink = context.observations();
    this.owners = new JobOwners(processes.privileges(), context.users().self(), options.storage());
    SlurmCounters counters = new SlurmCounters(context.counters(), options.rest().isPresent());
    this.commands =
        new SlurmCommands(
            CommandRunner.open(processes, context.scratchFolder().resolve("commands")),
            options,
            processes.privileges(),
            context.users(),
            counters);
    this.scheduler = SchedulerForm.of(context, options, processes.privileges(), commands, counters);
    SchedulerQueries queries = scheduler.queries();
    RequestBudget budget = new RequestBudget(counters.questions(), queries.requestsOfQueue());
    this.addresses = new NodeAddresses(queries, budget);
    this.facts = new ClusterFacts(queries, budget, options);
    Optional<String> trouble = look(context.name());
    this.limits = new SlurmLimits(options.gpus(), facts::gpuKinds);
    JobNews news = JobNews.of(context);
    this.preparation =
        new JobPreparation(owners, limits, options, commands, facts, context.instanceId(), news);
    this.files = new JobFiles(processes, commands, context.scratchFolder().resolve("orders"), news);
    this.translation =
        new StatusTranslation(
            facts::requeuesByExitCode, options.requeue() || options.rest().isEmpty());
    this.collector =
        new Collector(
            context,
            queries,
            new RecordReader(commands, news),
            budget,
            facts,
            options.pollInterval());
    this.control = new JobControl(scheduler.actions(), collector);
    this.submissions = Submissions.open(processes, context.scratchFolder().resolve("submissions"));
    this.launches =
        new Launches(
            submissions,
            scheduler.rest().map(client -> new RestHandover(client, submissions)),
            preparation,
            owners,
            files,
            queries,
            budget,
            facts,
            counters);
    collector.health(
        trouble
            .map(reason -> new ClusterHealth(ClusterHealth.Level.YELLOW, reason))
            .orElse(ClusterHealth.GREEN));
  }

  static SlurmCluster open(
      ClusterContext context, SlurmOptions options, ProcessLauncher processes) {
    return new SlurmCluster(context, options, processes);
  }

  /** A cluster that does not answer now may do so later. */
  private Optional<String> look(String name) {
    try {
      facts.load(false);
      LOG.info(
          "Cluster {}: jobs run as {}; {}; {} may {}suspend jobs",
          name,
          owners.runsAsSelf() ? "the launcher's own user" : "their owners",
          facts.accounting() ? "with accounting" : "without accounting",
          options.serviceUser(),
          facts.operator() ? "" : "not ");
      return Optional.empty();
    } catch (LauncherException unanswered) {
      LOG.warn("Cluster {}: {}", name, unanswered.getMessage());
      return Optional.of(unanswered.getMessage());
    }
  }

  /** A scheduler that did not answer when the cluster was opened may tell more later. */
  @Override
  public Capabilities capabilities() {
    Set<JobOperation> operations = EnumSet.copyOf(scheduler.actions().operations());
    if (!facts.operator()) {
      operations.removeAll(Set.of(JobOperation.SUSPEND, JobOperation.RESUME));
    }
    Set<Capabilities.Feature> features =
        EnumSet.of(
            Capabilities.Feature.NETWORK,
            Capabilities.Feature.RESOURCE_USE,
            Capabilities.Feature.EXPLAIN,
            Capabilities.Feature.QUEUES);
    boolean containers = options.containerProgram().isPresent();
    if (containers) {
      features.add(Capabilities.Feature.CONTAINERS);
      features.add(Capabilities.Feature.HOST_NETWORK);
    }
    return new Capabilities(
        operations,
        EnumSet.allOf(OutputType.class),
        features,
        containers ? Set.of(ContainerCommand.HOST_MOUNT) : Set.of(),
        limits.enforced());
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    List<Partition> usable = facts.partitions(owners.account(user)).orElse(List.of());
    return new ClusterInfo(
        usable.stream().map(Partition::name).toList(),
        usable.stream().filter(Partition::standard).map(Partition::name).findFirst(),
        limits.offers(),
        options.constraints().stream()
            .map(feature -> new PlacementConstraint(JobPreparation.FEATURE, Optional.of(feature)))
            .toList(),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        JobPreparation.CONFIG.stream()
            .map(
                name ->
                    new JobConfig(name, Optional.of(JobConfig.ValueType.STRING), Optional.empty()))
            .toList());
  }

  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    preparation.validate(specification, owner);
  }

  @Override
  public Launch submit(LaunchRequest request) {
    validate(request.specification(), request.owner());
    return launched(request, launches.submit(request));
  }

  private Launch launched(LaunchRequest request, SlurmHandle handle) {
    collector.watch(tracked(request.id(), handle, request.specification(), JobState.PENDING));
    return new Launch(
        handle.toJobHandle(),
        Optional.of(handle.standardOutput().toString()),
        Optional.of(handle.standardError().toString()));
  }

  private TrackedJob tracked(
      JobId id, SlurmHandle handle, JobSpecification specification, JobState before) {
    return new TrackedJob(id, handle, specification, before, translation, sink);
  }

  @Override
  public Search find(LaunchRequest request) {
    Launches.Decision decision = launches.find(request);
    if (decision instanceof Launches.Decision.Accepted accepted) {
      return new Search.Found(launched(request, accepted.handle()));
    }
    if (decision instanceof Launches.Decision.Unknown unknown) {
      return new Search.Unknown(unknown.reason());
    }
    return new Search.Absent();
  }

  @Override
  public LaunchPlan plan(LaunchRequest request) {
    return preparation.plan(request);
  }

  @Override
  public void attach(Collection<LaunchedJob> jobs) {
    for (LaunchedJob job : jobs) {
      Optional<SlurmHandle> handle = SlurmHandle.of(job.handle());
      if (handle.isPresent()) {
        collector.watch(
            tracked(job.id(), handle.get(), job.specification(), job.lastStatus().state()));
      } else {
        sink.report(
            new Observation.Unknown(
                job.id(),
                Instant.now(),
                "The job's handle, of version "
                    + job.handle().version()
                    + ", does not say where it is."));
      }
    }
    collector.hasten();
  }

  @Override
  public ControlResult control(LaunchedJob job, JobOperation operation) {
    if (SlurmHandle.of(job.handle()).isEmpty()) {
      throw new LauncherException(
          ErrorCode.JOB_NOT_FOUND, "the handle of job " + job.id() + " does not say where it is");
    }
    TrackedJob tracked =
        collector
            .job(job.id())
            .filter(living -> !living.over())
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.INVALID_JOB_STATE,
                        "job " + job.id() + " has ended, it can't take " + operation.wireName()));
    return control.control(tracked, operation);
  }

  @Override
  public JobOutput output(LaunchedJob job, OutputType type) {
    SlurmHandle handle =
        SlurmHandle.of(job.handle()).orElseThrow(() -> HandleText.noOutput(job, type));
    return files.open(job.id(), handle, type);
  }

  @Override
  public Optional<ResourceUse> resourceUse(LaunchedJob job) {
    return collector
        .job(job.id())
        .filter(tracked -> !tracked.over() && tracked.started())
        .flatMap(tracked -> files.use(job.id(), tracked.handle()));
  }

  @Override
  public NetworkInfo network(LaunchedJob job) {
    String host =
        collector
            .job(job.id())
            .flatMap(TrackedJob::host)
            .or(() -> job.lastStatus().host())
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_NOT_RUNNING, "job " + job.id() + " has no node now"));
    return new NetworkInfo(host, addresses.of(host), List.of(), List.of());
  }

  @Override
  public Optional<Explanation> explain(LaunchedJob job) {
    return Explanations.of(job.lastStatus(), collector.job(job.id()).flatMap(TrackedJob::lastSeen));
  }

  @Override
  public void forget(LaunchedJob job) {
    collector.drop(job.id());
    submissions.forget(job.id());
    SlurmHandle.of(job.handle()).ifPresent(handle -> files.remove(job.id(), handle));
  }

  @Override
  public void close() {
    collector.close();
    submissions.close();
    scheduler.close();
    commands.close();
  }
}
