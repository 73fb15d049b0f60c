package org.openlauncher.plugin.slurm;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.openlauncher.api.job.JobId;
import org.openlauncher.plugin.slurm.rest.RestAnswer;
import org.openlauncher.plugin.slurm.rest.RestClient;
import org.openlauncher.plugin.slurm.rest.RestException;
import org.openlauncher.plugin.slurm.rest.RestPath;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last step of a submission where slurmrestd takes jobs: what the job consists of lies in its
 * owner's folder by then. That the request is made is noted before, and its answer afterwards; who
 * finds a note without an answer looks for the job.
 */
final class RestHandover {
  private final RestClient client;
  private final Submissions submissions;
  private final Map<JobId, Future<RestAnswer<JsonNode>>> underway = new HashMap<>();

  RestHandover(RestClient client, Submissions submissions) {
    this.client = client;
    this.submissions = submissions;
  }

  /**
   * Gives Slurm a job that is prepared, once.
   *
   * @param owner whose job it is
   * @param job what is posted beside the script
   */
  Submissions.Answer hand(JobId id, String owner, Supplier<ObjectNode> job) {
    Future<RestAnswer<JsonNode>> answer;
    synchronized (this) {
      Future<RestAnswer<JsonNode>> before = underway.get(id);
      if (before != null) {
        answer = before;
      } else if (submissions.handed(id)) {
        return interrupted();
      } else if (!submissions.prepared(id)) {
        return new Submissions.Answer.NeverSent();
      } else {
        submissions.noteHanded(id);
        answer =
            client.begin(owner, RestPath.scheduler("job/submit"), RestSubmission.with(job.get()));
        underway.put(id, answer);
      }
    }
    return await(id, answer);
  }

  /** What became of a job that is prepared. */
  Submissions.Answer find(JobId id) {
    Future<RestAnswer<JsonNode>> answer;
    synchronized (this) {
      Future<RestAnswer<JsonNode>> before = underway.get(id);
      if (before == null) {
        if (submissions.handed(id)) {
          return interrupted();
        }
        submissions.forget(id);
        return new Submissions.Answer.NeverSent();
      }
      answer = before;
    }
    return await(id, answer);
  }

  private static Submissions.Answer interrupted() {
    return new Submissions.Answer.Unclear("slurmrestd's answer got lost");
  }

  private Submissions.Answer await(JobId id, Future<RestAnswer<JsonNode>> answer) {
    try {
      JsonNode number = client.await(answer).rest().path("job_id");
      if (!number.isIntegralNumber() || number.asLong() <= 0) {
        return new Submissions.Answer.Unclear("slurmrestd's answer names no job");
      }
      return submissions.accepted(id, number.asLong());
    } catch (RestException failure) {
      return Complaint.answer(failure);
    } finally {
      if (answer.isDone()) {
        synchronized (this) {
          underway.remove(id, answer);
        }
      }
    }
  }
}
