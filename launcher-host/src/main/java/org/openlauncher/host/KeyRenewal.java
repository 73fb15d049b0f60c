package org.openlauncher.host;

import java.time.Instant;
import java.util.Optional;
import org.openlauncher.auth.CredentialVerifier;
import org.openlauncher.auth.FileStamps;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.Verification;
import org.openlauncher.host.KeySource.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps to the files of the secure-cookie-keys where the launcher can read them: changed ones are
 * used when they can be, else those before stay in use and the fault is told.
 */
final class KeyRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRenewal.class);

  private final Optional<FileStamps> stamps;
  private final Keys first;
  private volatile CredentialVerifier verifier;
  private volatile boolean faulty;

  KeyRenewal(Keys keys) {
    this.first = keys;
    this.stamps =
        keys.files().isEmpty() ? Optional.empty() : Optional.of(new FileStamps(keys.files()));
    this.verifier = new CredentialVerifier(keys.keys());
    tell(keys);
  }

  private static void tell(Keys keys) {
    if (keys.keys().size() > 1) {
      LOG.info("Credentials that were signed with the previous secure-cookie-key are taken, too");
    }
  }

  Verification verify(String credential, Instant now) {
    return verifier.verify(credential, now);
  }

  /** Looks whether the files have changed. Not from several threads at once. */
  void look() {
    if (stamps.isEmpty() || !stamps.get().changed()) {
      return;
    }
    try {
      Keys fresh = Keys.read(first.files().get(0));
      verifier = new CredentialVerifier(fresh.keys());
      faulty = false;
      LOG.info("The secure-cookie-key was read again");
      tell(fresh);
    } catch (KeyFileException unusable) {
      faulty = true;
      LOG.error(
          "The secure-cookie-key has changed and can't be used, so that the one before stays in"
              + " use: {}",
          unusable.getMessage());
    }
  }

  /** What is wrong, for anybody to read. */
  Optional<String> trouble() {
    return faulty
        ? Optional.of("the changed secure-cookie-key can't be used; the log tells why")
        : Optional.empty();
  }
}
