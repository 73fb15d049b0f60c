package org.openlauncher.process.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.openlauncher.process.InheritedSecrets;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.shell.ShellProcessLauncher;
import org.openlauncher.process.spawner.SpawnerProcessLauncher;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of starting jobs that the start of the launcher asked for, by the system property {@value
 * #SPAWNER}: the spawner that was {@value #INHERITED} from root, the path of the native program, or
 * nothing for the shell.
 */
// A component that is only made when it is needed would end the spawner when the last plugin
// leaves.
@Component(
    immediate = true,
    service = {ProcessLauncher.class, InheritedSecrets.class})
public final class ChosenProcessLauncher implements ProcessLauncher, InheritedSecrets {
  private static final Logger LOG = LoggerFactory.getLogger(ChosenProcessLauncher.class);
  private static final String SPAWNER = "openlauncher.spawner";
  private static final String INHERITED = "inherited";

  private final ProcessLauncher chosen;
  private final Optional<SpawnerProcessLauncher> spawner;

  /** Made by the container. */
  @Activate
  public ChosenProcessLauncher() {
    this(Optional.ofNullable(System.getProperty(SPAWNER)).filter(value -> !value.isEmpty()));
  }

  ChosenProcessLauncher(Optional<String> wanted) {
    boolean inherited = wanted.filter(INHERITED::equals).isPresent();
    Optional<SpawnerProcessLauncher> connected = Optional.empty();
    Optional<String> trouble = Optional.empty();
    if (wanted.isPresent()) {
      try {
        connected =
            Optional.of(inherited ? SpawnerProcessLauncher.inherited() : start(wanted.get()));
      } catch (IOException failure) {
        trouble = Optional.of(String.valueOf(failure.getMessage()));
      }
    }
    this.spawner = connected;
    if (connected.isPresent()) {
      this.chosen = connected.get();
    } else if (inherited) {
      this.chosen =
          new UnavailableProcessLauncher(
              "Jobs can't run as their owners, the spawner is missing: " + trouble.orElse(""));
    } else {
      this.chosen = new ShellProcessLauncher();
    }
    tell(wanted, inherited, trouble);
  }

  private static SpawnerProcessLauncher start(String program) throws IOException {
    return SpawnerProcessLauncher.starting(SpawnerProgram.at(program).path());
  }

  private void tell(Optional<String> wanted, boolean inherited, Optional<String> trouble) {
    Privileges privileges = chosen.privileges();
    if (inherited && trouble.isPresent()) {
      LOG.error("Jobs can't run as their owners, the spawner is missing: {}", trouble.get());
    } else if (inherited) {
      LOG.info(
          "Jobs run as their owners, whose user ids must be at least {}; memory limits: {}; PAM: {}",
          privileges.minimumUserId(),
          privileges.memoryLimit(),
          privileges.pam() ? "yes" : "no libpam.so.0");
    } else if (trouble.isPresent()) {
      LOG.warn(
          "{} can't be used, a shell starts the jobs, without limits: {}",
          wanted.orElse(""),
          trouble.get());
    } else {
      LOG.info(
          "Jobs run as the launcher's own user and are started by {}",
          wanted.orElse("a shell, without limits"));
    }
  }

  @Override
  public Privileges privileges() {
    return chosen.privileges();
  }

  @Override
  public ProcessSupervisor open(Path folder, ProcessListener listener) {
    return chosen.open(folder, listener);
  }

  @Override
  public Optional<UserFile> openFile(ProcessUser user, Path path) throws IOException {
    return chosen.openFile(user, path);
  }

  @Override
  public CompletionStage<String> lost() {
    return chosen.lost();
  }

  @Override
  public List<byte[]> takeSecureCookieKeys() {
    return spawner.map(SpawnerProcessLauncher::takeSecureCookieKeys).orElse(List.of());
  }

  @Override
  public Optional<byte[]> takeSessionKey() {
    return spawner.flatMap(SpawnerProcessLauncher::takeSessionKey);
  }

  /** Lets go of the spawner, which ends; jobs run on. */
  @Deactivate
  public void close() {
    spawner.ifPresent(SpawnerProcessLauncher::close);
  }
}
