package org.openlauncher.host;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openlauncher.auth.Verification;
import org.openlauncher.config.ServerAddress;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.host.http.Authenticator;
import org.openlauncher.host.tls.TlsIdentity;
import org.openlauncher.host.tls.TlsRenewal;
import org.openlauncher.host.tls.UnusableTlsFilesException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that the front door lives by: the key that credentials are signed with, certificate and
 * private key. Read at the start, and watched from then on.
 */
final class DoorFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DoorFiles.class);
  private static final long LOOK_SECONDS = 2;

  /** A thread of its own: a file on a share that hangs must hold up nothing else. */
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "front-door-files");
            thread.setDaemon(true);
            return thread;
          });

  private final KeyRenewal keys;
  private final Optional<TlsRenewal> tls;

  private DoorFiles(KeyRenewal keys, Optional<TlsRenewal> tls) {
    this.keys = keys;
    this.tls = tls;
  }

  static DoorFiles read(KeySource keys, ServerSettings settings) throws StartFailure {
    return new DoorFiles(new KeyRenewal(keys.read(settings.secureCookieKeyFile())), tls(settings));
  }

  private static Optional<TlsRenewal> tls(ServerSettings settings) throws StartFailure {
    if (settings.tls().isEmpty() || !(settings.address() instanceof ServerAddress.Tcp address)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TlsRenewal(settings.tls().get(), address.host()));
    } catch (UnusableTlsFilesException unusable) {
      throw new StartFailure(
          unusable.isPermission() ? StartFailure.PERMISSION : StartFailure.CONFIGURATION,
          unusable.getMessage());
    }
  }

  Authenticator authenticator() {
    return credential -> {
      Verification verification = keys.verify(credential, Instant.now());
      if (verification instanceof Verification.Valid valid) {
        return new Authenticator.Result.Valid(valid.user());
      }
      if (verification instanceof Verification.Invalid invalid) {
        return new Authenticator.Result.Invalid(invalid.reason());
      }
      return new Authenticator.Result.Expired();
    };
  }

  Optional<TlsIdentity> tlsIdentity() {
    return tls.map(TlsRenewal::identity);
  }

  /**
   * Looks after the files from now on.
   *
   * @param renewed takes certificate and key when they have changed
   */
  void watch(Consumer<TlsIdentity> renewed) {
    var unused =
        watch.scheduleWithFixedDelay(
            () -> look(renewed), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void look(Consumer<TlsIdentity> renewed) {
    try {
      keys.look();
      tls.ifPresent(renewal -> renewal.look(renewed));
    } catch (RuntimeException unexpected) {
      // A watch that ends would never see another certificate.
      LOG.error("The front door's files could not be looked at", unexpected);
    }
  }

  /** What is wrong with the files now. */
  List<String> troubles() {
    List<String> all = new ArrayList<>();
    keys.trouble().ifPresent(all::add);
    tls.ifPresent(renewal -> all.addAll(renewal.troubles(Instant.now())));
    return List.copyOf(all);
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
