package org.openlauncher.process;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What root read for the launcher before the launcher gave up being root. */
@ProviderType
public interface InheritedSecrets {
  /**
   * Hands the content of the secure-cookie-key file over, and keeps nothing of it. The caller
   * overwrites the array when it is done.
   *
   * @return the content as it stands in the file; empty where root handed none over, or did not
   *     start the launcher, or it was taken before
   */
  Optional<byte[]> takeSecureCookieKey();
}
