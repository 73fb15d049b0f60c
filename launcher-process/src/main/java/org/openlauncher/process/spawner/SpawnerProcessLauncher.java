package org.openlauncher.process.spawner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.openlauncher.process.InheritedSecrets;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.supervise.OwnFile;
import org.openlauncher.process.supervise.RecordedSupervisor;
import org.openlauncher.process.supervise.Shims;

/**
 * Starts jobs through the spawner: as their own users where root started it, otherwise as the
 * launcher's user.
 */
public final class SpawnerProcessLauncher
    implements ProcessLauncher, InheritedSecrets, AutoCloseable {
  private final Spawner spawner;
  private final Requests requests;
  private final Privileges privileges;
  private final AtomicReference<List<byte[]>> keys;
  private final AtomicReference<Optional<byte[]>> sessionKey;

  private SpawnerProcessLauncher(Spawner.Greeted greeted) {
    Answer.Hello hello = greeted.hello();
    this.spawner = greeted.spawner();
    this.requests = new Requests(ownName(hello.serverUserId()), hello.bootId());
    this.privileges = hello.privileges();
    this.keys = new AtomicReference<>(hello.keys());
    this.sessionKey = new AtomicReference<>(hello.sessionKey());
  }

  /**
   * Uses the spawner that root started, and that this process has a socket to as its descriptor 0.
   *
   * @throws IOException where there is none
   */
  public static SpawnerProcessLauncher inherited() throws IOException {
    SpawnerProcessLauncher launcher = open(new InheritedConnector());
    if (!launcher.privileges.otherUsers()) {
      launcher.close();
      throw new IOException("The spawner that was inherited can't act for other users.");
    }
    return launcher;
  }

  /**
   * Starts a spawner of this process's own user.
   *
   * @param program the native program
   * @throws IOException where it can't be started, or is another program
   */
  public static SpawnerProcessLauncher starting(Path program) throws IOException {
    return open(new ProgramConnector(program));
  }

  static SpawnerProcessLauncher open(Connector connector) throws IOException {
    return new SpawnerProcessLauncher(Spawner.connect(connector));
  }

  /** The spawner knows a user without a name by the number. */
  private static String ownName(long userId) {
    String name = System.getProperty("user.name", "?");
    return name.equals("?") ? Long.toString(userId) : name;
  }

  @Override
  public Privileges privileges() {
    return privileges;
  }

  @Override
  public ProcessSupervisor open(Path folder, ProcessListener listener) {
    return RecordedSupervisor.open(folder, listener, home -> shims());
  }

  /** Makes the shims of one supervisor. */
  public Shims shims() {
    return new SpawnerShims(spawner, requests, privileges.otherUsers());
  }

  @Override
  public Optional<UserFile> openFile(ProcessUser user, Path path) throws IOException {
    return privileges.otherUsers() && user instanceof ProcessUser.Account
        ? SpawnerFile.open(spawner, requests.open(user, path), path)
        : OwnFile.open(user, path);
  }

  @Override
  public CompletionStage<String> lost() {
    return spawner.lost().thenApply(reason -> reason);
  }

  @Override
  public List<byte[]> takeSecureCookieKeys() {
    return keys.getAndSet(List.of());
  }

  @Override
  public Optional<byte[]> takeSessionKey() {
    return sessionKey.getAndSet(Optional.empty());
  }

  /** Lets go of the spawner, which ends; jobs run on. */
  @Override
  public void close() {
    takeSessionKey().ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
    takeSecureCookieKeys().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    spawner.close();
  }
}
