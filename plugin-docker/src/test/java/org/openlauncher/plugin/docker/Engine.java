package org.openlauncher.plugin.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.MachineUsers;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;

/** The engine that engines/docker-up has started. */
final class Engine {
  static final String BUSYBOX = "openlauncher-test/busybox:1";
  static final String STATIC = "openlauncher-test/static:1";
  static final String DEBIAN = "openlauncher-test/debian:12";

  private static final String VARIABLE = "OPENLAUNCHER_DOCKER_HOST";
  private static final long LEAST_ORDINARY_USER = 1000;

  private Engine() {}

  /** Where it listens; skips the test where there is none. */
  static String address() {
    Optional<String> address = Optional.ofNullable(System.getenv(VARIABLE));
    assumeTrue(
        address.isPresent(), () -> VARIABLE + " names no engine; engines/docker-up starts one");
    return address.orElseThrow();
  }

  /** A connection of the test's own. */
  static EngineClient client() {
    return new EngineClient(
        "test", URI.create(address()), Optional.empty(), Duration.ofSeconds(30), count -> {});
  }

  /** Something else that engines/docker-up has started; skips the test where it was not. */
  static String setting(String variable) {
    Optional<String> value = Optional.ofNullable(System.getenv(variable));
    assumeTrue(value.isPresent(), () -> variable + " is not set; engines/docker-up tells it");
    return value.orElseThrow();
  }

  /** Takes an image from the engine, so that it has to be fetched. */
  static void remove(String image) {
    try (EngineClient engine = client()) {
      engine.delete("/images/" + image + "?force=1");
    } catch (EngineException notThere) {
      // That is what is wanted.
    }
  }

  /** The engine's socket. */
  static Path socket() {
    Path socket = Path.of(address().substring("unix://".length()));
    assumeTrue(Files.isWritable(socket), () -> "this user may not use the engine at " + socket);
    return socket;
  }

  /** Who owns the jobs; skips the test where the machine has no such user. */
  static UserAccount owner() {
    MachineUsers users = new MachineUsers();
    assumeTrue(users.self().uid() == 0, "only root can give the jobs' folder to their owner");
    Optional<UserAccount> alice = users.find("alice");
    assumeTrue(
        alice.map(UserAccount::uid).orElse(0L) >= LEAST_ORDINARY_USER,
        "the machine has no ordinary user alice");
    return alice.orElseThrow();
  }
}
