package org.openlauncher.host.testing;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one method of a plugin does: first what it was told to do once, then what it always does.
 *
 * @param <Q> what the method is given
 * @param <A> what it answers
 */
public final class Script<Q, A> {
  private final List<Q> asked = new CopyOnWriteArrayList<>();
  private final Queue<Step<Q, A>> once = new ConcurrentLinkedQueue<>();
  private volatile Step<Q, A> always;

  /**
   * @param usual what to do without other orders
   */
  public Script(Step<Q, A> usual) {
    always = usual;
  }

  /** Adds something to do at one call; several of them are done in order. */
  public Script<Q, A> once(Step<Q, A> step) {
    once.add(step);
    return this;
  }

  /** What to do at every call for which nothing else was told. */
  public Script<Q, A> always(Step<Q, A> step) {
    always = step;
    return this;
  }

  /** What the method was asked so far, in the order in which the calls began. */
  public List<Q> asked() {
    return asked;
  }

  /** Does what it was told, and throws whatever that throws. */
  public A answer(Q question) {
    asked.add(question);
    Step<Q, A> told = once.poll();
    try {
      return (told == null ? always : told).take(question);
    } catch (Throwable thrown) {
      throw Script.<RuntimeException>unchecked(thrown);
    }
  }

  /** A plugin may be written in a language that knows no checked exceptions. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // that is the purpose
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /**
   * One thing to do.
   *
   * @param <Q> what the method is given
   * @param <A> what it answers
   */
  @FunctionalInterface
  public interface Step<Q, A> {
    /** Does it. */
    A take(Q question) throws Throwable;
  }
}
