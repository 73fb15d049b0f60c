package org.openlauncher.boot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;

/**
 * Passes SIGHUP on to the host, which reads its configuration again. The host offers a {@code
 * Runnable} for that as a service. A signal that comes while the launcher still starts waits for
 * it.
 */
public final class HangUp implements ServiceListener {
  private static final String SERVICE = "(openlauncher.signal=HUP)";

  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile @Nullable BundleContext context;

  private HangUp() {}

  /** Until it is installed, the signal does nothing: the configuration is still to be read. */
  public static void ignore() {
    onSignal("HUP", () -> {});
  }

  /** From now on the signal is passed on. */
  static HangUp install() {
    HangUp installed = new HangUp();
    onSignal("HUP", installed::received);
    return installed;
  }

  /** Looks for the host in that framework. */
  void deliverTo(BundleContext framework) {
    try {
      framework.addServiceListener(
          this,
          "(&(" + Constants.OBJECTCLASS + "=" + Runnable.class.getName() + ")" + SERVICE + ")");
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalArgumentException(impossible);
    }
    context = framework;
  }

  private void received() {
    pending.set(true);
    deliver();
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) {
      deliver();
    }
  }

  private void deliver() {
    Optional<Runnable> host = pending.get() ? host() : Optional.empty();
    if (host.isPresent() && pending.getAndSet(false)) {
      host.get().run();
    }
  }

  private Optional<Runnable> host() {
    @Nullable BundleContext framework = context;
    if (framework == null) {
      return Optional.empty();
    }
    try {
      return framework.getServiceReferences(Runnable.class, SERVICE).stream()
          .findAny()
          .map(framework::getService);
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalArgumentException(impossible);
    } catch (IllegalStateException stopped) {
      // A launcher that ends reads nothing again.
      return Optional.empty();
    }
  }

  /**
   * Every JDK has {@code sun.misc.Signal}, and there is nothing else; javac takes each mention of
   * it for a mistake that can't be allowed.
   */
  private static void onSignal(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object calling =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException absent) {
      throw new IllegalStateException("this Java cannot handle signals", absent);
    }
  }
}
