package org.openlauncher.host.json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.host.jobs.Payload;

/** What must hold for a submitted job beyond the types of its members. */
final class JobSpecificationRules {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TAG = 255;

  /** It stays in memory for as long as the job is known. */
  private static final int MOST_BESIDE_PAYLOAD = 32 * 1024;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{0,30})?([eE][+-]?[0-9]{1,3})?");

  private JobSpecificationRules() {}

  static void check(JobSpecification job, JsonObject read) {
    boolean runs = read.has("command") || read.has("exe") || read.has("container");
    if (!runs) {
      read.problem("command", "a job needs one of command, exe and container, found none of them");
    }
    checkMembers(job, read);
  }

  /** The rules that do not ask what the job runs. */
  static void checkMembers(JobSpecification job, JsonObject read) {
    if (job.name().length() > LONGEST_NAME) {
      read.problem(
          "name", "expected at most " + LONGEST_NAME + " characters, found " + job.name().length());
    }
    checkUnique(job.tags(), "tags", read);
    checkUnique(job.queues(), "queues", read);
    for (int index = 0; index < job.tags().size(); index++) {
      String tag = job.tags().get(index);
      if (tag.isEmpty() || tag.length() > LONGEST_TAG) {
        read.problem(
            "tags[" + index + "]",
            "expected 1 to " + LONGEST_TAG + " characters, found " + tag.length());
      }
    }
    int size = JobSpecificationJson.write(Payload.without(job)).length();
    if (size > MOST_BESIDE_PAYLOAD) {
      read.problem(
          "expected at most "
              + MOST_BESIDE_PAYLOAD
              + " characters beside command, args, environment, stdin and metadata, found "
              + size);
    }
    checkLimits(job.resourceLimits(), read);
    checkConfig(job.config(), read);
  }

  private static void checkUnique(List<String> values, String member, JsonObject read) {
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < values.size(); index++) {
      if (!seen.add(values.get(index))) {
        read.problem(
            member + "[" + index + "]",
            JsonObject.quote(values.get(index)) + " stands here for the second time");
      }
    }
  }

  private static void checkLimits(List<ResourceLimit> limits, JsonObject read) {
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < limits.size(); index++) {
      ResourceLimit limit = limits.get(index);
      String place = "resourceLimits[" + index + "]";
      if (!seen.add(limit.type())) {
        read.problem(
            place + ".type", JsonObject.quote(limit.type()) + " is limited for the second time");
      }
      if (!limit.value().isEmpty() && !NUMBER.matcher(limit.value()).matches()) {
        read.problem(
            place + ".value",
            "expected a number as text, such as \"4\" or \"0.5\", found "
                + JsonObject.quote(limit.value()));
      }
    }
  }

  private static void checkConfig(List<JobConfig> config, JsonObject read) {
    for (int index = 0; index < config.size(); index++) {
      JobConfig entry = config.get(index);
      if (entry.valueType().isEmpty() || entry.value().isEmpty()) {
        continue;
      }
      String value = entry.value().get();
      boolean fits =
          switch (entry.valueType().get()) {
            case STRING, ENUM -> true;
            case INT -> WHOLE.matcher(value).matches();
            case FLOAT -> DECIMAL.matcher(value).matches();
          };
      if (!fits) {
        read.problem(
            "config[" + index + "].value",
            "expected "
                + entry.valueType().get().wireName()
                + ", found "
                + JsonObject.quote(value));
      }
    }
  }
}
