package org.openlauncher.plugin.slurm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.ClusterContext;

/**
 * The empty files by which jobs say that something was added to their records, so that nobody has
 * to look at all of them. Whoever finds one takes it away: those of each cluster of each launcher
 * have a mark of their own.
 *
 * @param mark what their names begin with
 */
record JobNews(String mark) {
  private static final String FOLDER = "news";
  private static final int MARK_BYTES = 6;

  /** Those of a cluster. */
  static JobNews of(ClusterContext context) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (context.instanceId() + "\n" + context.scratchFolder().toAbsolutePath())
                      .getBytes(StandardCharsets.UTF_8));
      return new JobNews(HexFormat.of().formatHex(hash, 0, MARK_BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** That of a job in an owner's folder. */
  Path file(Path storage, JobId id) {
    return storage.resolve(FOLDER).resolve(mark + "." + id);
  }
}
