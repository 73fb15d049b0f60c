package org.openlauncher.host.tls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openlauncher.auth.FileStamps;
import org.openlauncher.config.ServerSettings.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps to the files: when certificate and key have changed and fit each other, the new ones are
 * used, else those before are kept and the fault is told, until the files change again.
 */
public final class TlsRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);

  private final TlsFiles files;
  private final String address;
  private final FileStamps stamps;
  private volatile TlsIdentity identity;
  private volatile boolean faulty;

  /**
   * Reads the files.
   *
   * @param address the address that the launcher listens at
   * @throws UnusableTlsFilesException where they can't be used
   */
  public TlsRenewal(TlsFiles files, String address) throws UnusableTlsFilesException {
    this.files = files;
    this.address = address;
    this.stamps = new FileStamps(List.of(files.certificate(), files.key()));
    this.identity = TlsIdentity.read(files);
    tell();
  }

  /** What is used now. */
  public TlsIdentity identity() {
    return identity;
  }

  /**
   * Looks whether the files have changed. Not from several threads at once.
   *
   * @param renewed takes the new identity
   */
  public void look(Consumer<TlsIdentity> renewed) {
    if (!stamps.changed()) {
      return;
    }
    try {
      TlsIdentity fresh = TlsIdentity.read(files);
      renewed.accept(fresh);
      identity = fresh;
      faulty = false;
      tell();
    } catch (UnusableTlsFilesException unusable) {
      faulty = true;
      LOG.error(
          "The TLS files have changed and can't be used, so that those before stay in use: {}",
          unusable.getMessage());
    }
  }

  private void tell() {
    LOG.info("The launcher's certificate: {}", identity.description());
    identity
        .warnings(address, Instant.now())
        .forEach(warning -> LOG.warn("enable-ssl: {}", warning));
  }

  /** Why clients may not trust the launcher now; empty where all is well. */
  public List<String> troubles(Instant now) {
    List<String> all = new ArrayList<>();
    identity.expiry(now).ifPresent(all::add);
    if (faulty) {
      // Anybody may read it: which file is open to whom is for the log.
      all.add("the changed TLS files can't be used; the log tells why");
    }
    return all;
  }
}
