package org.openlauncher.host.json;

import java.util.List;
import java.util.Set;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobPage;
import tools.jackson.core.JsonGenerator;

/** Writes jobs as clients see them. */
public final class JobJson {
  private JobJson() {}

  /** {@code {"job": {...}}}. */
  public static byte[] job(Job job, Set<JobField> fields) {
    return JsonOutput.object(
        generator -> JsonOutput.object(generator, "job", target -> members(target, job, fields)));
  }

  /** {@code {"jobs": [...], "nextCursor": ...}}. */
  public static byte[] page(JobPage page, Set<JobField> fields) {
    List<JobField> inOrder = List.copyOf(fields);
    return JsonOutput.object(
        generator -> {
          generator.writeName("jobs");
          generator.writeStartArray();
          for (Job job : page.jobs()) {
            generator.writeStartObject();
            for (JobField field : inOrder) {
              field.write(generator, job);
            }
            generator.writeEndObject();
          }
          generator.writeEndArray();
          JsonOutput.text(generator, "nextCursor", page.nextCursor());
        });
  }

  private static void members(JsonGenerator generator, Job job, Set<JobField> fields) {
    fields.forEach(field -> field.write(generator, job));
  }
}
