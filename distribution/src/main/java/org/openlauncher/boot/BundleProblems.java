package org.openlauncher.boot;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** Collects why bundles of the distribution did not resolve or start; plugins are the host's. */
final class BundleProblems implements FrameworkListener {
  private final Map<String, String> problems = new ConcurrentSkipListMap<>();

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR
        && event.getBundle().getLocation().startsWith("reference:")) {
      problems.put(event.getBundle().getSymbolicName(), sentence(event.getThrowable()));
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  static String sentence(Throwable problem) {
    Throwable root = problem;
    // A bundle's own exception says more than the framework's about it; the resolver has none.
    while (root.getCause() != null
        && !(root instanceof BundleException resolver
            && resolver.getType() == BundleException.RESOLVE_ERROR)) {
      root = root.getCause();
    }
    return root instanceof BundleException ? String.valueOf(root.getMessage()) : root.toString();
  }

  /** One line a bundle, with the resolver's sentence. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("these bundles of the launcher do not start:");
    problems.forEach(
        (bundle, problem) -> text.append("\n  ").append(bundle).append(": ").append(problem));
    return text.toString();
  }
}
