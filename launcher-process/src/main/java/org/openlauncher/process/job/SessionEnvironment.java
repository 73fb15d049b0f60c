package org.openlauncher.process.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.user.UserAccount;

/** The environment of a job: that of a fresh session, and over it what the job brings along. */
public final class SessionEnvironment {
  /** Marks the processes of a job; it is set later, and must not lead to another job. */
  private static final String RESERVED = "OPENLAUNCHER_JOB_ID";

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Optional<String> language;

  /**
   * @param language the launcher's own LANG
   */
  public SessionEnvironment(Optional<String> language) {
    this.language = language;
  }

  /** The environment of a job of this account, in the order in which it is made. */
  public Map<String, String> of(JobSpecification specification, UserAccount account) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", account.home().toString());
    variables.put("USER", account.name());
    variables.put("LOGNAME", account.name());
    variables.put("SHELL", account.shell());
    variables.put("PATH", PATH);
    language.ifPresent(value -> variables.put("LANG", value));
    for (EnvironmentVariable variable : specification.environment()) {
      variables.put(variable.name(), variable.value());
    }
    variables.remove(RESERVED);
    return variables;
  }
}
