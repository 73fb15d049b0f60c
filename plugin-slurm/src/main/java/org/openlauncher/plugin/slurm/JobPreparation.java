package org.openlauncher.plugin.slurm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.job.JobCommand;
import org.openlauncher.process.job.JobPaths;
import org.openlauncher.process.job.SessionEnvironment;
import org.openlauncher.process.script.ScriptEnvironment;
import org.openlauncher.process.script.ScriptOrder;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of what an owner asks for what Slurm is told and what the job script reads. Starts and
 * writes nothing.
 */
final class JobPreparation {
  /** The name of the placement constraint that asks for a feature of nodes. */
  static final String FEATURE = "feature";

  /** The values of a job's config that Slurm is told. */
  static final List<String> CONFIG = List.of("account", "qos", "reservation");

  private static final String MARKER = "OPENLAUNCHER_JOB_ID";
  private static final String ENV = "/usr/bin/env";
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,127}");
  private static final int LONGEST_NAME = 40;

  private final JobOwners owners;
  private final SlurmLimits limits;
  private final SlurmOptions options;
  private final SlurmCommands commands;
  private final ClusterFacts facts;
  private final ContainerCommand container;
  private final SessionEnvironment environment = new SessionEnvironment(Optional.empty());
  private final String instance;
  private final JobNews news;

  /**
   * @param instance the launcher's own mark
   * @param news by which jobs tell of themselves
   */
  JobPreparation(
      JobOwners owners,
      SlurmLimits limits,
      SlurmOptions options,
      SlurmCommands commands,
      ClusterFacts facts,
      String instance,
      JobNews news) {
    this.owners = owners;
    this.limits = limits;
    this.options = options;
    this.commands = commands;
    this.facts = facts;
    this.container = new ContainerCommand(options.containerProgram());
    this.instance = instance;
    this.news = news;
  }

  /** Refuses what can be seen to be impossible. */
  void validate(JobSpecification specification, UserAccount owner) {
    owners.check(owner, specification.group());
    limits.of(specification);
    queues(specification, owners.account(owner));
    features(specification);
    choices(specification);
    container.validate(specification, owners.account(owner));
    JobCommand.of(specification);
    startFolder(specification, owner);
    output("$.job.stdoutFile", specification.stdoutFile());
    output("$.job.stderrFile", specification.stderrFile());
  }

  private static Optional<Path> output(String member, Optional<String> text) {
    return text.map(path -> JobPaths.absolute(member, path));
  }

  private Path startFolder(JobSpecification specification, UserAccount owner) {
    return specification
        .workingDirectory()
        .map(text -> JobPaths.absolute("$.job.workingDirectory", text))
        .orElseGet(() -> owners.account(owner).home());
  }

  /**
   * What the handle of a job says.
   *
   * @param number Slurm's number of it
   */
  SlurmHandle handle(LaunchRequest request, long number, Instant submitted) {
    UserAccount account = owners.account(request.owner());
    Path storage = owners.storage(request.owner());
    JobSpecification specification = request.specification();
    return new SlurmHandle(
        number,
        account.name(),
        account.uid(),
        owners.runsAsSelf(),
        storage,
        output("$.job.stdoutFile", specification.stdoutFile())
            .orElseGet(() -> storage.resolve(request.id() + ".stdout")),
        output("$.job.stderrFile", specification.stderrFile())
            .orElseGet(() -> storage.resolve(request.id() + ".stderr")),
        submitted);
  }

  /** The name by which a job is found in Slurm. */
  static String name(JobId id, String name) {
    String harmless = name.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^-", "_");
    return (harmless.length() > LONGEST_NAME ? harmless.substring(0, LONGEST_NAME) : harmless)
        + "."
        + id;
  }

  /** Whether a job in Slurm has the name of this one. */
  static boolean isNameOf(JobId id, String name) {
    return name.endsWith("." + id);
  }

  /** What the scheduler is asked for. */
  SchedulerRequest request(LaunchRequest request) {
    JobSpecification specification = request.specification();
    UserAccount account = owners.account(request.owner());
    return new SchedulerRequest(
        name(request.id(), specification.name()),
        "openlauncher " + instance + " " + request.id(),
        startFolder(specification, request.owner()).toString(),
        base(request) + ".log",
        options.requeue(),
        limits.of(specification),
        queues(specification, account),
        features(specification),
        choices(specification));
  }

  /** What the names of all files of a job begin with. */
  private String base(LaunchRequest request) {
    return owners.storage(request.owner()).resolve(request.id().value()).toString();
  }

  private static Map<String, String> choices(JobSpecification specification) {
    Map<String, String> choices = new HashMap<>();
    List<JobConfig> config = specification.config();
    for (int index = 0; index < config.size(); index++) {
      String member = "$.job.config[" + index + "]";
      String name = config.get(index).name();
      if (!CONFIG.contains(name)) {
        throw SlurmLimits.invalid(member + ".name", "one of " + CONFIG, name);
      }
      String value = config.get(index).value().orElse("");
      if (!WORD.matcher(value).matches()) {
        throw SlurmLimits.invalid(member + ".value", "the name of Slurm's " + name, value);
      }
      choices.put(name, value);
    }
    return choices;
  }

  private List<String> queues(JobSpecification specification, UserAccount account) {
    if (specification.queues().isEmpty()) {
      return List.of();
    }
    Optional<List<String>> usable =
        facts
            .partitions(account)
            .map(partitions -> partitions.stream().map(Partition::name).toList());
    for (int index = 0; index < specification.queues().size(); index++) {
      String queue = specification.queues().get(index);
      String member = "$.job.queues[" + index + "]";
      if (usable.isPresent() && !usable.get().contains(queue)) {
        throw SlurmLimits.invalid(member, "one of " + usable.get(), queue);
      }
      if (!WORD.matcher(queue).matches()) {
        throw SlurmLimits.invalid(member, "the name of a partition", queue);
      }
    }
    return specification.queues();
  }

  private List<String> features(JobSpecification specification) {
    List<String> features = new ArrayList<>();
    List<PlacementConstraint> constraints = specification.placementConstraints();
    for (int index = 0; index < constraints.size(); index++) {
      String member = "$.job.placementConstraints[" + index + "]";
      PlacementConstraint constraint = constraints.get(index);
      if (!constraint.name().equals(FEATURE)) {
        throw SlurmLimits.invalid(member + ".name", "\"" + FEATURE + "\"", constraint.name());
      }
      String value = constraint.value().orElse("");
      if (!options.constraints().contains(value)) {
        throw SlurmLimits.invalid(
            member + ".value",
            options.constraints().isEmpty()
                ? "none, since the cluster's configuration names no constraints"
                : "one of " + options.constraints(),
            value);
      }
      features.add(value);
    }
    return features;
  }

  /** The environment that sbatch is run with, and Slurm hands on to the job. */
  Map<String, String> submissionEnvironment(LaunchRequest request) {
    return commands.session(owners.account(request.owner()));
  }

  /** What slurmrestd is asked for, without the script, which is always the same. */
  ObjectNode restJob(LaunchRequest request) {
    Map<String, String> variables = new HashMap<>(submissionEnvironment(request));
    variables.put("OPENLAUNCHER_BASE", base(request));
    variables.put(
        "OPENLAUNCHER_NEWS", news.file(owners.storage(request.owner()), request.id()).toString());
    if (!options.requeue()) {
      // Slurm's own word for it has no effect in 22.05, by slurmrestd.
      variables.put("OPENLAUNCHER_ONCE", "yes");
    }
    return RestSubmission.of(request(request), variables);
  }

  private Map<String, String> environment(LaunchRequest request) {
    return environment.of(request.specification(), owners.account(request.owner()));
  }

  /** The arguments of the script that submits a job. */
  List<String> scriptArguments(LaunchRequest request, SlurmHandle handle) {
    JobSpecification specification = request.specification();
    List<String> arguments = new ArrayList<>();
    arguments.add(handle.storage().toString());
    arguments.add(request.id().value());
    arguments.add(news.mark());
    arguments.add(startFolder(specification, request.owner()).toString());
    arguments.add(specification.stdoutFile().isPresent() ? handle.standardOutput().toString() : "");
    arguments.add(specification.stderrFile().isPresent() ? handle.standardError().toString() : "");
    if (options.rest().isEmpty()) {
      arguments.add(Script.JOB.text());
      arguments.addAll(sbatch(request));
    }
    return List.copyOf(arguments);
  }

  private List<String> sbatch(LaunchRequest request) {
    List<String> command = new ArrayList<>(List.of(commands.program("sbatch")));
    command.addAll(request(request).arguments());
    return command;
  }

  private List<String> command(LaunchRequest request) {
    JobSpecification specification = request.specification();
    return container.of(specification, startFolder(specification, request.owner()).toString());
  }

  /** What the job script reads; a secret. */
  String order(LaunchRequest request, SlurmHandle handle) {
    JobSpecification specification = request.specification();
    List<String> command = command(request);
    ScriptOrder order =
        new ScriptOrder()
            .line('d', startFolder(specification, request.owner()).toString())
            .line('o', handle.standardOutput().toString())
            .line('p', command.get(0));
    if (handle.standardOutput().normalize().equals(handle.standardError().normalize())) {
      order.line('m', "");
    } else {
      order.line('e', handle.standardError().toString());
    }
    ScriptEnvironment prepared =
        ScriptEnvironment.of(
            Optional.of(ENV), environment(request), MARKER + "=" + request.id(), command);
    prepared.assignments().forEach(assignment -> order.line('v', assignment));
    prepared.command().forEach(argument -> order.line('a', argument));
    return new String(order.complete(), StandardCharsets.UTF_8) + specification.stdin().orElse("");
  }

  /** What a submission would do. */
  LaunchPlan plan(LaunchRequest request) {
    validate(request.specification(), request.owner());
    UserAccount account = owners.account(request.owner());
    SlurmHandle handle = handle(request, 0, Instant.EPOCH);
    List<String> notes = new ArrayList<>();
    if (owners.runsAsSelf() && request.owner().uid() != account.uid()) {
      notes.add(
          "The job runs as "
              + account.name()
              + ", the user that the launcher runs as, and not as "
              + request.owner().name()
              + ".");
    }
    notes.add(
        options
            .rest()
            .map(rest -> "Submitted to " + rest.address() + " with: " + restJob(request))
            .orElseGet(() -> "Submitted with: " + String.join(" ", sbatch(request))));
    notes.add(
        "Slurm's own messages go to " + handle.storage().resolve(request.id() + ".log") + ".");
    return new LaunchPlan(
        new LaunchPlan.RunAs(account.name(), account.uid(), account.gid()),
        command(request),
        environment(request).entrySet().stream()
            .map(entry -> new EnvironmentVariable(entry.getKey(), entry.getValue()))
            .toList(),
        Optional.of(startFolder(request.specification(), request.owner()).toString()),
        Optional.of(handle.standardOutput().toString()),
        Optional.of(handle.standardError().toString()),
        Optional.<JsonText>empty(),
        notes);
  }
}
