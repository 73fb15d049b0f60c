package org.openlauncher.plugin.slurm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.process.Privileges;

/**
 * How a cluster of this type is configured.
 *
 * @param serviceUser the account that asks the scheduler
 * @param programs the folder of Slurm's programs; empty: they are looked for on the PATH
 * @param configurationFile the slurm.conf to use; empty: Slurm finds its own
 * @param storage where the files of jobs are, as the administrator wrote it
 * @param constraints the features of nodes that jobs may ask for
 * @param gpus whether jobs may ask for GPUs
 * @param gpuKinds whether they may say of which kind
 * @param requeue whether Slurm may run a job again
 * @param containerProgram what runs jobs in images; empty: nothing does
 * @param pollInterval how often the scheduler is asked for the jobs
 * @param rest how slurmrestd is reached; empty: Slurm is used by its commands
 */
record SlurmOptions(
    String serviceUser,
    Optional<Path> programs,
    Optional<Path> configurationFile,
    String storage,
    List<String> constraints,
    boolean gpus,
    boolean gpuKinds,
    boolean requeue,
    Optional<Path> containerProgram,
    Duration pollInterval,
    Optional<RestOptions> rest) {
  static final ConfigurationOption<String> SERVICE_USER =
      ConfigurationOption.required(
          "slurm-service-user",
          ValueType.text(),
          "The account that the scheduler is asked as. Where it is an operator of Slurm, or"
              + " SlurmUser, jobs can be suspended and resumed.");
  static final ConfigurationOption<Path> PROGRAMS =
      ConfigurationOption.optional(
          "slurm-bin-path",
          ValueType.absolutePath(),
          "The folder of sbatch, squeue and the others; else they are looked for in"
              + " /usr/local/bin, /usr/bin and /bin.");
  static final ConfigurationOption<Path> CONFIGURATION_FILE =
      ConfigurationOption.optional(
          "slurm-conf",
          ValueType.absolutePath(),
          "The slurm.conf of this cluster, where it is not the one that Slurm takes by itself.");
  static final ConfigurationOption<String> STORAGE =
      ConfigurationOption.withDefault(
          "user-storage-path",
          ValueType.text(),
          "~/slurm-data",
          "The folder of each owner, on a file system that the nodes share, for what jobs are"
              + " given, their records and the output for which they name no file. {USER} and"
              + " {HOME} stand for the owner's.");
  static final ConfigurationOption<List<String>> CONSTRAINTS =
      ConfigurationOption.optional(
          "constraints", ValueType.list(), "The features of nodes that jobs may ask for.");
  static final ConfigurationOption<Boolean> GPUS =
      ConfigurationOption.withDefault(
          "enable-gpus", ValueType.flag(), false, "Whether jobs may ask for GPUs.");
  static final ConfigurationOption<Boolean> GPU_KINDS =
      ConfigurationOption.withDefault(
          "enable-gpu-types",
          ValueType.flag(),
          false,
          "Whether jobs may say which kind of GPU they want; needs enable-gpus.");
  static final ConfigurationOption<Boolean> REQUEUE =
      ConfigurationOption.withDefault(
          "allow-requeue",
          ValueType.flag(),
          false,
          "Whether Slurm may run a job once more, after its node failed or it had to give way.");
  static final ConfigurationOption<Path> CONTAINER_PROGRAM =
      ConfigurationOption.optional(
          "container-program",
          ValueType.absolutePath(),
          "Apptainer or Singularity on the nodes, which runs jobs that name an image; without it"
              + " jobs run in no container.");
  static final ConfigurationOption<Duration> POLL_INTERVAL =
      ConfigurationOption.withDefault(
          "poll-interval-seconds",
          ValueType.duration(TimeUnit.SECONDS, 6, 3600),
          Duration.ofSeconds(20),
          "How often the scheduler is asked for the jobs, all in one question. Starts and ends of"
              + " jobs are seen sooner, from the jobs' own records.");
  static final List<ConfigurationOption<?>> ALL =
      Stream.concat(
              Stream.of(
                  SERVICE_USER,
                  PROGRAMS,
                  CONFIGURATION_FILE,
                  STORAGE,
                  CONSTRAINTS,
                  GPUS,
                  GPU_KINDS,
                  REQUEUE,
                  CONTAINER_PROGRAM,
                  POLL_INTERVAL),
              RestOptions.ALL.stream())
          .toList();

  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
  private static final Pattern STORAGE_FORM = Pattern.compile("(~/|/|\\{HOME}/)[^\\n]*");
  private static final Pattern FEATURE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  /** Reads the options, and refuses what makes no sense. */
  static SlurmOptions read(Settings settings, UserDirectory users, Privileges privileges) {
    OptionFault.refuse(check(settings, users, privileges), settings);
    return new SlurmOptions(
        settings.get(SERVICE_USER),
        settings.find(PROGRAMS),
        settings.find(CONFIGURATION_FILE),
        settings.get(STORAGE),
        settings.find(CONSTRAINTS).orElse(List.of()),
        settings.get(GPUS),
        settings.get(GPU_KINDS),
        settings.get(REQUEUE),
        settings.find(CONTAINER_PROGRAM),
        settings.get(POLL_INTERVAL),
        RestOptions.read(settings));
  }

  /** What makes no sense. */
  static List<OptionFault> check(Settings settings, UserDirectory users, Privileges privileges) {
    boolean byRest = settings.find(RestOptions.URL).isPresent();
    Stream<OptionFault> own =
        Stream.of(
                settings
                    .find(SERVICE_USER)
                    .flatMap(name -> accountFault(name, byRest, users, privileges)),
                settings.find(PROGRAMS).flatMap(SlurmOptions::programsFault),
                settings.find(CONFIGURATION_FILE).flatMap(SlurmOptions::configurationFault),
                settings
                    .find(STORAGE)
                    .filter(path -> !STORAGE_FORM.matcher(path).matches())
                    .map(path -> fault(STORAGE, "a path that begins with /, ~/ or {HOME}/", path)),
                settings
                    .find(CONSTRAINTS)
                    .flatMap(
                        all ->
                            all.stream().filter(one -> !FEATURE.matcher(one).matches()).findFirst())
                    .map(feature -> fault(CONSTRAINTS, "names of features", feature)),
                settings
                    .find(GPU_KINDS)
                    .filter(kinds -> kinds && !settings.get(GPUS))
                    .map(kinds -> fault(GPU_KINDS, "0 where enable-gpus is 0", "1")))
            .flatMap(Optional::stream);
    List<OptionFault> rest =
        settings
            .find(SERVICE_USER)
            .map(name -> RestOptions.check(settings, name, users.self().name(), privileges))
            .orElse(List.of());
    return Stream.concat(own, rest.stream()).toList();
  }

  private static OptionFault fault(ConfigurationOption<?> option, String expected, String found) {
    return OptionFault.error(option, expected, "\"" + found + "\"");
  }

  /**
   * An account that no command could be run as.
   *
   * @param byRest whether none is run: then Slurm alone needs to know it
   */
  private static Optional<OptionFault> accountFault(
      String name, boolean byRest, UserDirectory users, Privileges privileges) {
    if (!ACCOUNT.matcher(name).matches()) {
      return Optional.of(fault(SERVICE_USER, "the name of an account", name));
    }
    if (byRest || !privileges.otherUsers() || users.self().name().equals(name)) {
      return Optional.empty();
    }
    Optional<UserAccount> account;
    try {
      account = users.find(name);
    } catch (LauncherException silent) {
      return Optional.of(
          OptionFault.warning(
              SERVICE_USER, "it could not be checked whether it exists: " + silent.getMessage()));
    }
    if (account.isEmpty()) {
      return Optional.of(fault(SERVICE_USER, "an account of this machine", name));
    }
    return account
        .filter(known -> known.uid() < privileges.minimumUserId())
        .map(
            known ->
                OptionFault.error(
                    SERVICE_USER,
                    "an account whose user id is at least "
                        + privileges.minimumUserId()
                        + " (minimum-user-id of launcher.conf), or the launcher's own ("
                        + users.self().name()
                        + ")",
                    "\"" + name + "\"" + ", whose id is " + known.uid()));
  }

  /** They may lie on a share that is mounted later. */
  private static Optional<OptionFault> programsFault(Path folder) {
    return Files.isExecutable(folder.resolve("sbatch"))
        ? Optional.empty()
        : Optional.of(OptionFault.warning(PROGRAMS, "there is no program sbatch in " + folder));
  }

  private static Optional<OptionFault> configurationFault(Path file) {
    return Files.isReadable(file)
        ? Optional.empty()
        : Optional.of(
            OptionFault.warning(
                CONFIGURATION_FILE,
                "there is no file "
                    + file
                    + " that user "
                    + System.getProperty("user.name")
                    + " may read"));
  }
}
