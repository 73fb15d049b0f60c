package org.openlauncher.plugin.slurm.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A path of slurmrestd's API.
 *
 * @param part the scheduler's or the accounting's
 * @param rest what follows the version
 * @param kind what is counted: the path without what differs from job to job
 */
public record RestPath(Part part, String rest, String kind) {
  /** Whose answers they are. */
  public enum Part {
    SCHEDULER("slurm"),
    ACCOUNTING("slurmdb");

    private final String word;

    Part(String word) {
      this.word = word;
    }
  }

  /** Of the scheduler's. */
  public static RestPath scheduler(String name) {
    return new RestPath(Part.SCHEDULER, name, name);
  }

  /** A job of the scheduler's. */
  public static RestPath job(long number) {
    return new RestPath(Part.SCHEDULER, "job/" + number, "job");
  }

  /** Of the accounting's. */
  public static RestPath accounting(String name) {
    return new RestPath(Part.ACCOUNTING, name, "slurmdb/" + name);
  }

  /** The same with a query, whose values are encoded here. */
  public RestPath with(Map<String, String> query) {
    return new RestPath(
        part,
        rest
            + query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", "?", "")),
        kind);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  String text(String version) {
    return "/" + part.word + "/" + version + "/" + rest;
  }
}
