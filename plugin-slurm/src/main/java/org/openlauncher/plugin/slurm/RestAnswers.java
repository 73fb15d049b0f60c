package org.openlauncher.plugin.slurm;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what slurmrestd tells of jobs and partitions, one by one. What makes no sense is a {@link
 * LauncherException}.
 */
final class RestAnswers {
  private RestAnswers() {}

  /** A job of the scheduler's; nothing where it is part of an array or a heterogeneous job. */
  static Optional<SchedulerJob> queued(JsonNode entry) {
    if (entry.path("array_job_id").asLong(0) != 0 || entry.path("het_job_id").asLong(0) != 0) {
      return Optional.empty();
    }
    int status = entry.path("exit_code").asInt(0);
    return Optional.of(
        new SchedulerJob(
            number(entry, "job_id"),
            Optional.of(number(entry, "user_id")),
            Optional.of(entry.path("name").asString("")),
            state(entry.path("job_state")),
            Optional.empty(),
            Optional.of(SchedulerAnswers.exitCode(status)),
            SchedulerAnswers.signal(status),
            entry.path("restart_cnt").asInt(0),
            SchedulerAnswers.host(entry.path("batch_host").asString("")),
            entry.path("partition").asString(""),
            time(entry.path("submit_time")).orElse(Instant.EPOCH),
            time(entry.path("end_time")),
            SchedulerAnswers.reason(entry.path("state_reason").asString(""))));
  }

  /**
   * A job of the accounting's; nothing where it is another cluster's. Of Slurm 22.05 neither the
   * owner is there, nor the exit code: it is 0 whatever it was, and not taken.
   */
  static Optional<SchedulerJob> accounted(JsonNode entry, String cluster) {
    if (!entry.path("cluster").asString("").equals(cluster)) {
      return Optional.empty();
    }
    JsonNode time = entry.path("time");
    SlurmState state = state(entry.path("state").path("current"));
    return Optional.of(
        new SchedulerJob(
            number(entry, "job_id"),
            Optional.empty(),
            Optional.of(entry.path("name").asString("")),
            state,
            Optional.of(entry.path("kill_request_user").asString("")).filter(by -> !by.isEmpty()),
            state == SlurmState.COMPLETED ? Optional.of(0) : Optional.empty(),
            0,
            0,
            SchedulerAnswers.host(entry.path("nodes").asString("")),
            entry.path("partition").asString(""),
            time(time.path("submission")).orElse(Instant.EPOCH),
            time(time.path("end")),
            SchedulerAnswers.reason(entry.path("state").path("reason").asString(""))));
  }

  /** Who may use a partition, in the words of {@code scontrol show partition}. */
  static Partition partition(JsonNode entry) {
    Map<String, String> values = new HashMap<>();
    values.put("PartitionName", text(entry, "name"));
    entry
        .path("flags")
        .values()
        .forEach(
            flag -> {
              switch (flag.asString("")) {
                case "default" -> values.put("Default", "YES");
                case "root_only" -> values.put("RootOnly", "YES");
                default -> {
                  // It does not say who may use the partition.
                }
              }
            });
    Map.of(
            "AllowGroups", "allowed_groups",
            "AllowAccounts", "allowed_accounts",
            "DenyAccounts", "denied_accounts",
            "AllowQos", "allowed_qos",
            "DenyQos", "denied_qos")
        .forEach(
            (name, member) -> {
              String words = entry.path(member).asString("");
              if (!words.isEmpty()) {
                values.put(name, words);
              }
            });
    return Partition.of(values);
  }

  static Association association(JsonNode entry) {
    return new Association(
        entry.path("account").asString(""),
        entry.path("qos").values().stream()
            .map(one -> one.asString(""))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static SlurmState state(JsonNode word) {
    return SlurmState.parse(word.asString(""))
        .orElseThrow(() -> nonsense("a job whose state is \"" + word.asString("") + "\""));
  }

  private static long number(JsonNode entry, String member) {
    if (!entry.path(member).isIntegralNumber()) {
      throw nonsense("a job without a " + member);
    }
    return entry.path(member).asLong();
  }

  private static String text(JsonNode entry, String member) {
    String text = entry.path(member).asString("");
    if (text.isEmpty()) {
      throw nonsense("a partition without a " + member);
    }
    return text;
  }

  private static Optional<Instant> time(JsonNode seconds) {
    return seconds.isIntegralNumber() && seconds.asLong() > 0
        ? Optional.of(Instant.ofEpochSecond(seconds.asLong()))
        : Optional.empty();
  }

  private static LauncherException nonsense(String what) {
    return new LauncherException(
        ErrorCode.CLUSTER_UNAVAILABLE, "slurmrestd answers what makes no sense: " + what);
  }
}
