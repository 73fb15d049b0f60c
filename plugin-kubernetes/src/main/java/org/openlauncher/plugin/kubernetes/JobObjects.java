package org.openlauncher.plugin.kubernetes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.container.ContainerUser;
import org.openlauncher.container.JobContainer;
import org.openlauncher.container.program.InitProgram;
import org.openlauncher.plugin.kubernetes.api.Json;
import org.openlauncher.process.job.JobCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of a job the objects of the API: the Job, the Secret with what is nobody else's business,
 * and the Service of its ports.
 */
final class JobObjects {
  /** The name of the container that the job's program runs in. */
  static final String CONTAINER = "job";

  /** The name of the container that makes the account of the job's user. */
  static final String ACCOUNTS = "accounts";

  /** The first process of containers, inside them. */
  static final String PROGRAM = InitProgram.FOLDER + "/program/init";

  private static final String RECORD = InitProgram.FOLDER + "/record";
  private static final String ACCOUNT_FILES = InitProgram.FOLDER + "/accounts";
  private static final String INPUT = "input";
  private static final String PROGRAM_VOLUME = "openlauncher-program";
  private static final String INPUT_VOLUME = "openlauncher-input";
  private static final String ACCOUNT_VOLUME = "openlauncher-accounts";

  private static final String PASSWD = "OPENLAUNCHER_PASSWD";
  private static final String GROUPS = "OPENLAUNCHER_GROUPS";
  private static final int EXECUTABLE = 0555;
  private static final int READABLE = 0444;
  private static final long MOST_SECRET = 1_048_576;
  private static final Duration SAFETY = Duration.ofDays(1);
  private final KubernetesOptions options;
  private final JobNames names;
  private final PodMounts mounts;
  private final String programMap;

  /**
   * @param programMap the ConfigMap with the first process of containers
   */
  JobObjects(KubernetesOptions options, JobNames names, String programMap) {
    this.options = options;
    this.names = names;
    this.mounts = new PodMounts(options.hostMountFolders());
    this.programMap = programMap;
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

  /** Refuses what can be seen to be impossible. */
  void validate(JobSpecification job, UserAccount owner) {
    var unused = JobContainer.of(job);
    if (job.command().isEmpty() && job.exe().isEmpty()) {
      throw refusal(
          "$.job",
          "expected command or exe, found neither: what an image would run by itself can't be seen"
              + " through the cluster's API");
    }
    absolute("workingDirectory", job.workingDirectory());
    absolute("stdoutFile", job.stdoutFile());
    absolute("stderrFile", job.stderrFile());
    for (int i = 0; i < job.environment().size(); i++) {
      String name = job.environment().get(i).name();
      if (!name.matches("[-._a-zA-Z][-._a-zA-Z0-9]*")) {
        throw refusal(
            "$.job.environment[" + i + "].name",
            "expected letters, digits, - _ and . without a digit in front, as Kubernetes wants"
                + " them, found \""
                + name
                + "\"");
      }
    }
    user(job, owner);
    mounts.write(job, owner, Json.MAPPER.createArrayNode(), Json.MAPPER.createArrayNode());
    PodLimits.validate(job);
    nodeSelector(job);
  }

  private static void absolute(String member, Optional<String> path) {
    if (path.isPresent() && !path.get().startsWith("/")) {
      throw refusal("$.job." + member, "expected an absolute path, found \"" + path.get() + "\"");
    }
  }

  private static LauncherException refusal(String place, String why) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, place + ": " + why);
  }

  /** The Job. */
  ObjectNode job(LaunchRequest request) {
    JobSpecification job = request.specification();
    ObjectNode object = Json.MAPPER.createObjectNode();
    object.put("apiVersion", "batch/v1");
    object.put("kind", "Job");
    metadata(request, object);
    options
        .queue()
        .ifPresent(
            queue -> {
              ((ObjectNode) object.get("metadata").get("labels"))
                  .put("kueue.x-k8s.io/queue-name", queue);
            });
    ObjectNode spec = object.putObject("spec");
    spec.put("parallelism", 1);
    spec.put("completions", 1);
    spec.put("backoffLimit", 0);
    // Known since 1.28: else a Job has a second pod as soon as its first one is being deleted.
    spec.put("podReplacementPolicy", "Failed");
    // The launcher removes it before; this is for the case that there is no launcher any more.
    spec.put("ttlSecondsAfterFinished", options.endedJobs().plus(SAFETY).toSeconds());
    ObjectNode template = spec.putObject("template");
    ObjectNode labels = template.putObject("metadata").putObject("labels");
    names.labels(request.id(), request.owner().name()).forEach(labels::put);
    pod(request, job, template.putObject("spec"));
    JsonOverrides.apply(request.profile(), object);
    requireOurs(request, object);
    return object;
  }

  private void metadata(LaunchRequest request, ObjectNode object) {
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", JobNames.object(request.id()));
    ObjectNode labels = metadata.putObject("labels");
    names.labels(request.id(), request.owner().name()).forEach(labels::put);
    metadata.putObject("annotations").put("openlauncher.org/owner", request.owner().name());
  }

  private void pod(LaunchRequest request, JobSpecification job, ObjectNode pod) {
    ContainerUser user = user(job, request.owner());
    pod.put("restartPolicy", "Never");
    pod.put("automountServiceAccountToken", false);
    pod.put("enableServiceLinks", false);
    if (!options.stopGrace().isZero()) {
      pod.put("terminationGracePeriodSeconds", options.stopGrace().toSeconds());
    }
    options.serviceAccount().ifPresent(account -> pod.put("serviceAccountName", account));
    ArrayNode secrets = pod.putArray("imagePullSecrets");
    options.pullSecrets().forEach(name -> secrets.addObject().put("name", name));
    ObjectNode selector = pod.putObject("nodeSelector");
    selector.put("kubernetes.io/arch", architecture());
    nodeSelector(job).forEach(selector::put);
    securityContext(user, pod.putObject("securityContext"));
    ArrayNode volumes = pod.putArray("volumes");
    ObjectNode container = Json.MAPPER.createObjectNode();
    volumes(request, user, volumes, container.putArray("volumeMounts"));
    if (user.account()) {
      accounts(request, user, pod.putArray("initContainers").addObject());
    }
    container(request, user, container);
    pod.putArray("containers").add(container);
  }

  /** The first process of containers is a program for machines like the launcher's. */
  private static String architecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  private static Map<String, String> nodeSelector(JobSpecification job) {
    Map<String, String> selector = new LinkedHashMap<>();
    for (int i = 0; i < job.placementConstraints().size(); i++) {
      PlacementConstraint constraint = job.placementConstraints().get(i);
      String place = "$.job.placementConstraints[" + i + "]";
      if (!constraint
          .name()
          .matches("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")) {
        throw refusal(
            place + ".name", "expected a node's label, found \"" + constraint.name() + "\"");
      }
      String value = constraint.value().orElse("");
      if (!value.matches("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")) {
        throw refusal(
            place + ".value", "expected the value of a node's label, found \"" + value + "\"");
      }
      selector.put(constraint.name(), value);
    }
    return selector;
  }

  private static void securityContext(ContainerUser user, ObjectNode context) {
    context.put("runAsUser", user.uid());
    context.put("runAsGroup", user.primaryGroup().gid());
    user.supplementalGroupIds().forEach(context.putArray("supplementalGroups")::add);
    if (user.uid() != 0) {
      context.put("runAsNonRoot", true);
    }
    context.putObject("seccompProfile").put("type", "RuntimeDefault");
  }

  private static void confine(ContainerUser user, ObjectNode container) {
    ObjectNode context = container.putObject("securityContext");
    context.put("allowPrivilegeEscalation", false);
    ObjectNode capabilities = context.putObject("capabilities");
    capabilities.putArray("drop").add("ALL");
    if (user.uid() == 0) {
      JobContainer.CAPABILITIES_OF_ROOT.forEach(capabilities.putArray("add")::add);
    }
  }

  private void volumes(
      LaunchRequest request, ContainerUser user, ArrayNode volumes, ArrayNode volumeMounts) {
    JobSpecification job = request.specification();
    ObjectNode program = volumes.addObject();
    program.put("name", PROGRAM_VOLUME);
    program.putObject("configMap").put("name", programMap).put("defaultMode", EXECUTABLE);
    programMount(volumeMounts);
    if (job.stdin().isPresent()) {
      ObjectNode input = volumes.addObject();
      input.put("name", INPUT_VOLUME);
      ObjectNode secret = input.putObject("secret");
      secret.put("secretName", JobNames.object(request.id())).put("defaultMode", READABLE);
      secret.putArray("items").addObject().put("key", INPUT).put("path", INPUT);
      mountPart(INPUT_VOLUME, InitProgram.FOLDER + "/" + INPUT, INPUT, true, volumeMounts);
    }
    if (user.account()) {
      ObjectNode accounts = volumes.addObject();
      accounts.put("name", ACCOUNT_VOLUME);
      accounts.putObject("emptyDir");
      mountPart(ACCOUNT_VOLUME, "/etc/passwd", "passwd", true, volumeMounts);
      mountPart(ACCOUNT_VOLUME, "/etc/group", "group", true, volumeMounts);
      if (!JobContainer.mounts(job, user.home()) && !user.home().equals("/")) {
        mountPart(ACCOUNT_VOLUME, user.home(), "home", false, volumeMounts);
      }
    }
    mounts.write(job, request.owner(), volumes, volumeMounts);
  }

  private static void programMount(ArrayNode volumeMounts) {
    ObjectNode mount = volumeMounts.addObject();
    mount.put("name", PROGRAM_VOLUME);
    mount.put("mountPath", InitProgram.FOLDER + "/program");
    mount.put("readOnly", true);
  }

  private static void mountPart(
      String volume, String at, String part, boolean readOnly, ArrayNode volumeMounts) {
    ObjectNode mount = volumeMounts.addObject();
    mount.put("name", volume);
    mount.put("mountPath", at);
    mount.put("subPath", part);
    mount.put("readOnly", readOnly);
  }

  private void image(JobSpecification job, ObjectNode container) {
    container.put("image", JobContainer.of(job).image());
    options.pullPolicy().ifPresent(policy -> container.put("imagePullPolicy", policy.word()));
    container.put("terminationMessagePath", RECORD);
  }

  private void accounts(LaunchRequest request, ContainerUser user, ObjectNode container) {
    container.put("name", ACCOUNTS);
    image(request.specification(), container);
    ArrayNode command = container.putArray("command");
    List.of(PROGRAM, ACCOUNTS, ACCOUNT_FILES).forEach(command::add);
    ArrayNode environment = container.putArray("env");
    reference(request, PASSWD, PASSWD, environment);
    reference(request, GROUPS, GROUPS, environment);
    ArrayNode volumeMounts = container.putArray("volumeMounts");
    programMount(volumeMounts);
    volumeMounts.addObject().put("name", ACCOUNT_VOLUME).put("mountPath", ACCOUNT_FILES);
    confine(user, container);
    PodLimits.write(request.specification(), request.profile(), container);
  }

  private void container(LaunchRequest request, ContainerUser user, ObjectNode container) {
    JobSpecification job = request.specification();
    container.put("name", CONTAINER);
    image(job, container);
    container.putArray("command").add(PROGRAM);
    arguments(request).forEach(word -> container.withArray("args").add(word.replace("$", "$$")));
    ArrayNode environment = container.putArray("env");
    List<String> variables = new ArrayList<>(environment(request).keySet());
    for (int i = 0; i < variables.size(); i++) {
      reference(request, variables.get(i), key(i), environment);
    }
    if ("0".equals(environment(request).get(Container.FORWARD_ENVIRONMENT))) {
      environment
          .addObject()
          .put("name", InitProgram.ONLY_VARIABLES)
          .put("value", String.join("=", variables));
    }
    ArrayNode ports = container.putArray("ports");
    for (ExposedPort port : job.exposedPorts()) {
      ports
          .addObject()
          .put("containerPort", port.targetPort())
          .put("protocol", port.protocol().name());
    }
    confine(user, container);
    PodLimits.write(job, request.profile(), container);
  }

  /** What the first process of the container is given. */
  List<String> arguments(LaunchRequest request) {
    JobSpecification job = request.specification();
    List<String> words = new ArrayList<>();
    words.add(Long.toString(options.outputLimit().bytes()));
    words.add(workingDirectory(request).orElse(""));
    words.add(job.stdoutFile().orElse(""));
    words.add(job.stderrFile().orElse(""));
    words.add(InitProgram.FRAMED);
    words.add("--");
    words.addAll(JobCommand.of(job));
    return words;
  }

  private static String key(int number) {
    return "variable-" + number;
  }

  private static void reference(
      LaunchRequest request, String name, String key, ArrayNode environment) {
    ObjectNode variable = environment.addObject();
    variable.put("name", name);
    variable
        .putObject("valueFrom")
        .putObject("secretKeyRef")
        .put("name", JobNames.object(request.id()))
        .put("key", key);
  }

  /**
   * What an override must leave alone: without it the launcher would not find the job, would run it
   * twice, or would not hear how it ended.
   */
  private void requireOurs(LaunchRequest request, ObjectNode object) {
    JsonNode pod = object.path("spec").path("template");
    JsonNode first = pod.path("spec").path("containers").path(0);
    String broken =
        !object.path("metadata").path("name").asString("").equals(JobNames.object(request.id()))
            ? "/metadata/name"
            : names.job(object).isEmpty()
                ? "/metadata/labels"
                : names.job(pod).isEmpty()
                    ? "/spec/template/metadata/labels"
                    : object.path("spec").path("backoffLimit").asInt(-1) != 0
                        ? "/spec/backoffLimit"
                        : !pod.path("spec").path("restartPolicy").asString("").equals("Never")
                            ? "/spec/template/spec/restartPolicy"
                            : !first.path("name").asString("").equals(CONTAINER)
                                    || !first.path("command").path(0).asString("").equals(PROGRAM)
                                ? "/spec/template/spec/containers/0"
                                : "";
    if (!broken.isEmpty()) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "job-json-overrides: what stands at "
              + broken
              + " must stay as the launcher has it (name, labels, command and that nothing is tried"
              + " twice)");
    }
  }

  /** The Secret: environment and input, which no list of pods shows. */
  ObjectNode secret(LaunchRequest request) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    object.put("apiVersion", "v1");
    object.put("kind", "Secret");
    metadata(request, object);
    ObjectNode data = object.putObject("data");
    List<String> values = new ArrayList<>(environment(request).values());
    long size = 0;
    for (int i = 0; i < values.size(); i++) {
      size += put(data, key(i), values.get(i));
    }
    JobSpecification job = request.specification();
    if (job.stdin().isPresent()) {
      size += put(data, INPUT, job.stdin().get());
    }
    ContainerUser user = user(job, request.owner());
    if (user.account()) {
      size += put(data, PASSWD, user.passwdEntry());
      size += put(data, GROUPS, user.groupEntries());
    }
    if (size > MOST_SECRET) {
      throw refusal(
          "$.job",
          "expected environment and stdin of at most "
              + MOST_SECRET
              + " bytes together, since they travel in a Secret of the cluster, found "
              + size);
    }
    return object;
  }

  private static long put(ObjectNode data, String key, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    data.put(key, Base64.getEncoder().encodeToString(bytes));
    return bytes.length;
  }

  /** The Service of the job's ports; empty where it has none. */
  Optional<ObjectNode> service(LaunchRequest request) {
    JobSpecification job = request.specification();
    if (job.exposedPorts().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode object = Json.MAPPER.createObjectNode();
    object.put("apiVersion", "v1");
    object.put("kind", "Service");
    metadata(request, object);
    ObjectNode spec = object.putObject("spec");
    spec.put("type", options.serviceType().word());
    spec.putObject("selector").put(JobNames.JOB, request.id().value());
    ArrayNode ports = spec.putArray("ports");
    for (ExposedPort port : job.exposedPorts()) {
      ObjectNode json = ports.addObject();
      json.put("name", port.protocol().name().toLowerCase(Locale.ROOT) + "-" + port.targetPort());
      json.put("protocol", port.protocol().name());
      json.put("targetPort", port.targetPort());
      switch (options.serviceType()) {
        case NODE_PORT -> {
          json.put("port", port.targetPort());
          port.publishedPort().ifPresent(number -> json.put("nodePort", number));
        }
        case CLUSTER_IP -> json.put("port", port.publishedPort().orElse(port.targetPort()));
      }
    }
    return Optional.of(object);
  }
}
