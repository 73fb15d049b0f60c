package org.openlauncher.plugin.docker;

import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.container.ContainerUser;
import org.openlauncher.container.JobContainer;
import org.openlauncher.container.program.InitProgram;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.process.job.JobCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of a job the request that its container is made with. Only the program that the image names
 * is filled in later, when the image is there.
 */
final class ContainerOrder {
  static final String CREATE = "create";
  static final String ACCOUNT = "account";
  static final String TOKEN = "token";
  private static final String IMAGE_ARGUMENTS = "imageArguments";

  private final DockerOptions options;
  private final DockerMounts mounts;
  private final InitFiles init;
  private final JobLabels labels;

  ContainerOrder(DockerOptions options, DockerMounts mounts, InitFiles init, JobLabels labels) {
    this.options = options;
    this.mounts = mounts;
    this.init = init;
    this.labels = labels;
  }

  /** Who runs in the container of a job. */
  ContainerUser user(JobSpecification job, UserAccount owner) {
    return JobContainer.user(job, owner, options.minimumUserId());
  }

  /** Where the program starts; empty for where the image says. */
  Optional<String> workingDirectory(LaunchRequest request) {
    JobSpecification job = request.specification();
    return JobContainer.workingDirectory(job, user(job, request.owner()));
  }

  /** What the job's program finds in its environment beside what the image puts there. */
  Map<String, String> environment(LaunchRequest request) {
    return JobContainer.environment(request, user(request.specification(), request.owner()));
  }

  /**
   * The whole order.
   *
   * @param folder where the container finds the files of its first process
   * @param token marks the container as the one that was made by this order
   */
  ObjectNode of(LaunchRequest request, JobFolder folder, String token) {
    JobSpecification job = request.specification();
    ContainerUser user = user(job, request.owner());
    ObjectNode order = EngineClient.JSON.createObjectNode();
    order.put(TOKEN, token);
    if (user.account()) {
      Account.write(user, homeIsMade(job, user), order.putObject(ACCOUNT));
    }
    if (!namesProgram(job)) {
      job.args().forEach(order.putArray(IMAGE_ARGUMENTS)::add);
    }
    ObjectNode create = order.putObject(CREATE);
    create.put("Image", JobContainer.of(job).image());
    create.put("User", user.uid() + ":" + user.primaryGroup().gid());
    ArrayNode environment = create.putArray("Env");
    Map<String, String> variables = environment(request);
    variables.forEach((name, value) -> environment.add(name + "=" + value));
    if ("0".equals(variables.get(Container.FORWARD_ENVIRONMENT))) {
      environment.add(InitProgram.ONLY_VARIABLES + "=" + String.join("=", variables.keySet()));
    }
    create.putArray("Entrypoint").add(InitFiles.PROGRAM);
    command(request, create.putArray("Cmd"));
    ObjectNode marks = create.putObject("Labels");
    labels.of(request.id(), request.owner().name(), token).forEach(marks::put);
    ports(job, create);
    hostConfig(request, user, folder, create.putObject("HostConfig"));
    return order;
  }

  private static boolean homeIsMade(JobSpecification job, ContainerUser user) {
    return !JobContainer.mounts(job, user.home());
  }

  private void command(LaunchRequest request, ArrayNode argv) {
    JobSpecification job = request.specification();
    argv.add(Long.toString(options.outputLimit().bytes()));
    argv.add(workingDirectory(request).orElse(""));
    argv.add(job.stdoutFile().orElse(""));
    argv.add(job.stderrFile().orElse(""));
    argv.add(options.engineOnThisMachine() ? InitProgram.CLOSED : InitProgram.SHARED);
    argv.add("--");
    if (namesProgram(job)) {
      JobCommand.of(job).forEach(argv::add);
    }
  }

  private static boolean namesProgram(JobSpecification job) {
    return job.command().isPresent() || job.exe().isPresent();
  }

  /**
   * The request of an order, with the program that the image names where the job names none.
   *
   * @param image the image's configuration
   * @return empty where neither names a program
   */
  static Optional<ObjectNode> complete(JsonNode order, JsonNode image) {
    ObjectNode create = (ObjectNode) order.get(CREATE).deepCopy();
    if (!order.has(IMAGE_ARGUMENTS)) {
      return Optional.of(create);
    }
    ArrayNode argv = (ArrayNode) create.get("Cmd");
    int before = argv.size();
    image.path("Entrypoint").forEach(argv::add);
    JsonNode arguments = order.get(IMAGE_ARGUMENTS);
    (arguments.isEmpty() ? image.path("Cmd") : arguments).forEach(argv::add);
    return argv.size() == before ? Optional.empty() : Optional.of(create);
  }

  private static void ports(JobSpecification job, ObjectNode create) {
    if (job.exposedPorts().isEmpty()) {
      return;
    }
    ObjectNode exposed = create.putObject("ExposedPorts");
    job.exposedPorts().forEach(port -> exposed.putObject(portName(port)));
  }

  static String portName(ExposedPort port) {
    return port.targetPort()
        + switch (port.protocol()) {
          case TCP -> "/tcp";
          case UDP -> "/udp";
        };
  }

  private void hostConfig(
      LaunchRequest request, ContainerUser user, JobFolder folder, ObjectNode host) {
    JobSpecification job = request.specification();
    ArrayNode all = host.putArray("Mounts");
    init.mount(folder, job.stdin().isPresent(), all);
    mounts.write(job, request.owner(), all);
    DockerLimits.of(job).write(host);
    if (options.processLimit() > 0) {
      host.put("PidsLimit", options.processLimit());
    }
    host.putArray("CapDrop").add("ALL");
    if (user.uid() == 0) {
      JobContainer.CAPABILITIES_OF_ROOT.forEach(host.putArray("CapAdd")::add);
    }
    host.putArray("SecurityOpt").add("no-new-privileges");
    ArrayNode groups = host.putArray("GroupAdd");
    user.supplementalGroupIds().forEach(gid -> groups.add(Long.toString(gid)));
    // Output goes into the job's own files; the engine would only fill its disk with it.
    host.putObject("LogConfig").put("Type", "none");
    options.network().ifPresent(network -> host.put("NetworkMode", network));
    options.runtime().ifPresent(runtime -> host.put("Runtime", runtime));
    if (!job.exposedPorts().isEmpty()) {
      ObjectNode bindings = host.putObject("PortBindings");
      for (ExposedPort port : job.exposedPorts()) {
        bindings
            .withArray(portName(port))
            .addObject()
            .put("HostPort", port.publishedPort().map(Object::toString).orElse(""));
      }
    }
  }

  /** Refuses what can be seen to be impossible. */
  void validate(JobSpecification job, UserAccount owner) {
    ImageName.check(JobContainer.of(job).image());
    absolute("workingDirectory", job.workingDirectory());
    absolute("stdoutFile", job.stdoutFile());
    absolute("stderrFile", job.stderrFile());
    user(job, owner);
    mounts.write(job, owner, EngineClient.JSON.createArrayNode());
    DockerLimits.of(job);
  }

  private static void absolute(String member, Optional<String> path) {
    if (path.isPresent() && !path.get().startsWith("/")) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job." + member + ": expected an absolute path, found \"" + path.get() + "\"");
    }
  }
}
