package org.openlauncher.host.jobs;

/**
 * The answer to a submission.
 *
 * @param job the job
 * @param created whether this request made it; {@code false}: an earlier one with the same
 *     idempotency key did
 */
public record Submission(Job job, boolean created) {}
