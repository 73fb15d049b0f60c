package org.openlauncher.host.plugins;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Felix notes which services a bundle uses, and keeps the note when the bundle uses none any more
 * and is uninstalled; with it all that it knows of the bundle, which is some 10 KB for each version
 * of a plugin that there ever was. There is no other way to it than this.
 */
final class UsedServices {
  private static final Logger LOG = LoggerFactory.getLogger(UsedServices.class);

  private UsedServices() {}

  /**
   * Has the framework forget what a bundle has used.
   *
   * @param system the framework's own bundle
   * @param uninstalled can use nothing any more
   */
  static void forget(Bundle system, Bundle uninstalled) {
    if (uninstalled.getState() != Bundle.UNINSTALLED) {
      return;
    }
    try {
      Object registry = valueOf(system, "m_registry");
      if (registry != null && valueOf(registry, "m_inUseMap") instanceof Map<?, ?> uses) {
        uses.remove(uninstalled);
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException another) {
      LOG.debug("This framework notes the use of services in another way", another);
    }
  }

  private static @Nullable Object valueOf(Object owner, String name)
      throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
