package org.openlauncher.api.job;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the owner of a job asked for. The launcher has checked what it can check without the
 * cluster: a command or a program or a container is there, no text that reaches a process holds a
 * NUL, names are unique where they must be. {@link #toString} tells only what is safe to log: no
 * environment, no arguments and no input.
 *
 * @param name the job's name, for people; need not be unique
 * @param user the owner's login name
 * @param group the group to run as; empty for the owner's primary group
 * @param cluster the cluster that it goes to
 * @param command a command line for {@code /bin/sh -c}; not together with {@code exe}. The {@code
 *     args} are appended to it, quoted
 * @param exe a program: absolute, or looked for on the job's PATH
 * @param args the arguments, handed over unchanged
 * @param environment variables of its own; of two with one name the later one counts
 * @param stdin its complete standard input
 * @param stdoutFile where standard output goes; empty: the cluster keeps it where it likes
 * @param stderrFile where standard error goes; the same path as {@code stdoutFile} merges the two
 *     in true order
 * @param workingDirectory where it starts; empty for the owner's home folder
 * @param queues queues that are all right; empty for the default queue
 * @param resourceProfile a named size of the cluster; empty or {@code custom}: {@code
 *     resourceLimits} count
 * @param resourceLimits how much it may use; each type once
 * @param placementConstraints where it may run
 * @param config values for this kind of back-end
 * @param container the container to run in
 * @param exposedPorts ports of the container that shall be reachable
 * @param mounts folders to find
 * @param tags words to find it by; each once
 * @param metadata the client's own data, returned unchanged
 */
public record JobSpecification(
    String name,
    String user,
    Optional<String> group,
    String cluster,
    Optional<String> command,
    Optional<String> exe,
    List<String> args,
    List<EnvironmentVariable> environment,
    Optional<String> stdin,
    Optional<String> stdoutFile,
    Optional<String> stderrFile,
    Optional<String> workingDirectory,
    List<String> queues,
    Optional<String> resourceProfile,
    List<ResourceLimit> resourceLimits,
    List<PlacementConstraint> placementConstraints,
    List<JobConfig> config,
    Optional<Container> container,
    List<ExposedPort> exposedPorts,
    List<Mount> mounts,
    List<String> tags,
    Optional<JsonText> metadata) {

  /**
   * Takes copies of all lists and refuses a command beside a program.
   *
   * @param name the job's name, for people; need not be unique
   * @param user the owner's login name
   * @param group the group to run as; empty for the owner's primary group
   * @param cluster the cluster that it goes to
   * @param command a command line for {@code /bin/sh -c}; not together with {@code exe}. The {@code
   *     args} are appended to it, quoted
   * @param exe a program: absolute, or looked for on the job's PATH
   * @param args the arguments, handed over unchanged
   * @param environment variables of its own; of two with one name the later one counts
   * @param stdin its complete standard input
   * @param stdoutFile where standard output goes; empty: the cluster keeps it where it likes
   * @param stderrFile where standard error goes; the same path as {@code stdoutFile} merges the two
   *     in true order
   * @param workingDirectory where it starts; empty for the owner's home folder
   * @param queues queues that are all right; empty for the default queue
   * @param resourceProfile a named size of the cluster; empty or {@code custom}: {@code
   *     resourceLimits} count
   * @param resourceLimits how much it may use; each type once
   * @param placementConstraints where it may run
   * @param config values for this kind of back-end
   * @param container the container to run in
   * @param exposedPorts ports of the container that shall be reachable
   * @param mounts folders to find
   * @param tags words to find it by; each once
   * @param metadata the client's own data, returned unchanged
   */
  public JobSpecification {
    Objects.requireNonNull(name);
    Objects.requireNonNull(user);
    Objects.requireNonNull(group);
    Objects.requireNonNull(cluster);
    Objects.requireNonNull(command);
    Objects.requireNonNull(exe);
    args = List.copyOf(args);
    environment = List.copyOf(environment);
    Objects.requireNonNull(stdin);
    Objects.requireNonNull(stdoutFile);
    Objects.requireNonNull(stderrFile);
    Objects.requireNonNull(workingDirectory);
    queues = List.copyOf(queues);
    Objects.requireNonNull(resourceProfile);
    resourceLimits = List.copyOf(resourceLimits);
    placementConstraints = List.copyOf(placementConstraints);
    config = List.copyOf(config);
    Objects.requireNonNull(container);
    exposedPorts = List.copyOf(exposedPorts);
    mounts = List.copyOf(mounts);
    tags = List.copyOf(tags);
    Objects.requireNonNull(metadata);
    if (command.isPresent() && exe.isPresent()) {
      throw new IllegalArgumentException("a job has a command or an exe, not both");
    }
  }

  /**
   * {@return a specification with these three and nothing else, to add to}
   *
   * @param name the job's name
   * @param user the owner's login name
   * @param cluster the cluster that it goes to
   */
  public static Builder builder(String name, String user, String cluster) {
    return new Builder(name, user, cluster);
  }

  /** {@return a builder that holds all of this} */
  public Builder toBuilder() {
    Builder builder = new Builder(name, user, cluster);
    builder.group = group;
    builder.command = command;
    builder.exe = exe;
    builder.args = args;
    builder.environment = environment;
    builder.stdin = stdin;
    builder.stdoutFile = stdoutFile;
    builder.stderrFile = stderrFile;
    builder.workingDirectory = workingDirectory;
    builder.queues = queues;
    builder.resourceProfile = resourceProfile;
    builder.resourceLimits = resourceLimits;
    builder.placementConstraints = placementConstraints;
    builder.config = config;
    builder.container = container;
    builder.exposedPorts = exposedPorts;
    builder.mounts = mounts;
    builder.tags = tags;
    builder.metadata = metadata;
    return builder;
  }

  /** Names of what it is; nothing that could be a secret. */
  @Override
  public String toString() {
    return "JobSpecification[name=" + name + ", user=" + user + ", cluster=" + cluster + "]";
  }

  /** Puts a specification together, member by member. Not safe from several threads. */
  public static final class Builder {
    private String name;
    private String user;
    private Optional<String> group = Optional.empty();
    private String cluster;
    private Optional<String> command = Optional.empty();
    private Optional<String> exe = Optional.empty();
    private List<String> args = List.of();
    private List<EnvironmentVariable> environment = List.of();
    private Optional<String> stdin = Optional.empty();
    private Optional<String> stdoutFile = Optional.empty();
    private Optional<String> stderrFile = Optional.empty();
    private Optional<String> workingDirectory = Optional.empty();
    private List<String> queues = List.of();
    private Optional<String> resourceProfile = Optional.empty();
    private List<ResourceLimit> resourceLimits = List.of();
    private List<PlacementConstraint> placementConstraints = List.of();
    private List<JobConfig> config = List.of();
    private Optional<Container> container = Optional.empty();
    private List<ExposedPort> exposedPorts = List.of();
    private List<Mount> mounts = List.of();
    private List<String> tags = List.of();
    private Optional<JsonText> metadata = Optional.empty();

    private Builder(String name, String user, String cluster) {
      this.name = name;
      this.user = user;
      this.cluster = cluster;
    }

    /**
     * Sets {@link JobSpecification#name}.
     *
     * @param name the value
     * @return this
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Sets {@link JobSpecification#user}.
     *
     * @param user the value
     * @return this
     */
    public Builder user(String user) {
      this.user = user;
      return this;
    }

    /**
     * Sets {@link JobSpecification#group}.
     *
     * @param group the value
     * @return this
     */
    public Builder group(String group) {
      this.group = Optional.of(group);
      return this;
    }

    /**
     * Sets {@link JobSpecification#cluster}.
     *
     * @param cluster the value
     * @return this
     */
    public Builder cluster(String cluster) {
      this.cluster = cluster;
      return this;
    }

    /**
     * Sets {@link JobSpecification#command}.
     *
     * @param command the value
     * @return this
     */
    public Builder command(String command) {
      this.command = Optional.of(command);
      return this;
    }

    /**
     * Sets {@link JobSpecification#exe}.
     *
     * @param exe the value
     * @return this
     */
    public Builder exe(String exe) {
      this.exe = Optional.of(exe);
      return this;
    }

    /**
     * Sets {@link JobSpecification#args}.
     *
     * @param args the value
     * @return this
     */
    public Builder args(List<String> args) {
      this.args = List.copyOf(args);
      return this;
    }

    /**
     * Sets {@link JobSpecification#environment}.
     *
     * @param environment the value
     * @return this
     */
    public Builder environment(List<EnvironmentVariable> environment) {
      this.environment = List.copyOf(environment);
      return this;
    }

    /**
     * Sets {@link JobSpecification#stdin}.
     *
     * @param stdin the value
     * @return this
     */
    public Builder stdin(String stdin) {
      this.stdin = Optional.of(stdin);
      return this;
    }

    /**
     * Sets {@link JobSpecification#stdoutFile}.
     *
     * @param stdoutFile the value
     * @return this
     */
    public Builder stdoutFile(String stdoutFile) {
      this.stdoutFile = Optional.of(stdoutFile);
      return this;
    }

    /**
     * Sets {@link JobSpecification#stderrFile}.
     *
     * @param stderrFile the value
     * @return this
     */
    public Builder stderrFile(String stderrFile) {
      this.stderrFile = Optional.of(stderrFile);
      return this;
    }

    /**
     * Sets {@link JobSpecification#workingDirectory}.
     *
     * @param workingDirectory the value
     * @return this
     */
    public Builder workingDirectory(String workingDirectory) {
      this.workingDirectory = Optional.of(workingDirectory);
      return this;
    }

    /**
     * Sets {@link JobSpecification#queues}.
     *
     * @param queues the value
     * @return this
     */
    public Builder queues(List<String> queues) {
      this.queues = List.copyOf(queues);
      return this;
    }

    /**
     * Sets {@link JobSpecification#resourceProfile}.
     *
     * @param resourceProfile the value
     * @return this
     */
    public Builder resourceProfile(String resourceProfile) {
      this.resourceProfile = Optional.of(resourceProfile);
      return this;
    }

    /**
     * Sets {@link JobSpecification#resourceLimits}.
     *
     * @param resourceLimits the value
     * @return this
     */
    public Builder resourceLimits(List<ResourceLimit> resourceLimits) {
      this.resourceLimits = List.copyOf(resourceLimits);
      return this;
    }

    /**
     * Sets {@link JobSpecification#placementConstraints}.
     *
     * @param placementConstraints the value
     * @return this
     */
    public Builder placementConstraints(List<PlacementConstraint> placementConstraints) {
      this.placementConstraints = List.copyOf(placementConstraints);
      return this;
    }

    /**
     * Sets {@link JobSpecification#config}.
     *
     * @param config the value
     * @return this
     */
    public Builder config(List<JobConfig> config) {
      this.config = List.copyOf(config);
      return this;
    }

    /**
     * Sets {@link JobSpecification#container}.
     *
     * @param container the value
     * @return this
     */
    public Builder container(Container container) {
      this.container = Optional.of(container);
      return this;
    }

    /**
     * Sets {@link JobSpecification#exposedPorts}.
     *
     * @param exposedPorts the value
     * @return this
     */
    public Builder exposedPorts(List<ExposedPort> exposedPorts) {
      this.exposedPorts = List.copyOf(exposedPorts);
      return this;
    }

    /**
     * Sets {@link JobSpecification#mounts}.
     *
     * @param mounts the value
     * @return this
     */
    public Builder mounts(List<Mount> mounts) {
      this.mounts = List.copyOf(mounts);
      return this;
    }

    /**
     * Sets {@link JobSpecification#tags}.
     *
     * @param tags the value
     * @return this
     */
    public Builder tags(List<String> tags) {
      this.tags = List.copyOf(tags);
      return this;
    }

    /**
     * Sets {@link JobSpecification#metadata}.
     *
     * @param metadata the value
     * @return this
     */
    public Builder metadata(JsonText metadata) {
      this.metadata = Optional.of(metadata);
      return this;
    }

    /**
     * {@return the finished specification}
     *
     * @throws IllegalArgumentException for a command beside a program
     */
    public JobSpecification build() {
      return new JobSpecification(
          name,
          user,
          group,
          cluster,
          command,
          exe,
          args,
          environment,
          stdin,
          stdoutFile,
          stderrFile,
          workingDirectory,
          queues,
          resourceProfile,
          resourceLimits,
          placementConstraints,
          config,
          container,
          exposedPorts,
          mounts,
          tags,
          metadata);
    }
  }
}
