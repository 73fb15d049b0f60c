package org.openlauncher.process;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What root read for the launcher before the launcher gave up being root. */
@ProviderType
public interface InheritedSecrets {
  /**
   * Hands the content of the secure-cookie-key file over, and after it that of the file with the
   * key before, where there is one; keeps nothing of them. The caller overwrites the arrays when it
   * is done.
   *
   * @return the contents as they stand in the files; none where root handed none over, or did not
   *     start the launcher, or they were taken before
   */
  List<byte[]> takeSecureCookieKeys();

  /**
   * Hands the content of the file with the key of sessions over, in the same way.
   *
   * @return empty where root handed none over
   */
  default Optional<byte[]> takeSessionKey() {
    return Optional.empty();
  }
}
