package org.openlauncher.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.config.session.JobKind;
import org.openlauncher.config.session.Workbench;

/** The tags by which a job is known as a session, and what they tell. */
public final class SessionTags {
  private static final String WORKBENCH = "workbench:";
  private static final String PORT = "port:";

  private SessionTags() {}

  static List<String> of(
      JobKind kind, Optional<Workbench> workbench, Optional<Integer> port, List<String> asked) {
    List<String> tags = new ArrayList<>();
    tags.add(kind.word());
    workbench.ifPresent(each -> tags.add(WORKBENCH + each.word()));
    port.ifPresent(number -> tags.add(PORT + number));
    asked.stream().filter(tag -> !tags.contains(tag)).forEach(tags::add);
    return tags;
  }

  /** Whether a tag is one that only the launcher gives. */
  public static boolean reserved(String tag) {
    return tag.startsWith(WORKBENCH)
        || tag.startsWith(PORT)
        || tag.equals(JobKind.SESSION.word())
        || tag.equals(JobKind.ADHOC.word());
  }

  /** The kind of a job; empty for one that was not made here. */
  public static Optional<JobKind> kind(List<String> tags) {
    return tags.contains(JobKind.SESSION.word())
        ? workbench(tags).map(each -> JobKind.SESSION)
        : tags.contains(JobKind.ADHOC.word()) ? Optional.of(JobKind.ADHOC) : Optional.empty();
  }

  /** The session's program. */
  public static Optional<Workbench> workbench(List<String> tags) {
    return value(tags, WORKBENCH).flatMap(Workbench::parse);
  }

  /** The session's port: of its machine, or of its container. */
  public static Optional<Integer> port(List<String> tags) {
    return value(tags, PORT).filter(text -> text.matches("[0-9]{1,5}")).map(Integer::valueOf);
  }

  private static Optional<String> value(List<String> tags, String prefix) {
    return tags.stream()
        .filter(tag -> tag.startsWith(prefix))
        .map(tag -> tag.substring(prefix.length()))
        .findFirst();
  }
}
