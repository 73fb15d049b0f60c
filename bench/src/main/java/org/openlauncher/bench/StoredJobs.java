package org.openlauncher.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Ended jobs in numbers that would take too long to run: copies of one that was. */
final class StoredJobs {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  private StoredJobs() {}

  /** Starts and stops a launcher for one job, and copies that until there are so many more. */
  static void prepare(LauncherUnderTest launcher, int copies) throws Exception {
    launcher.start();
    Client client = new Client(launcher);
    String original;
    try (StatusStream stream = new StatusStream(client)) {
      original = client.submit("exit 0");
      stream.await(original, "Finished", LIMIT);
    }
    launcher.stop();
    copy(launcher.store(), original, copies);
  }

  private static void copy(Path store, String original, int copies)
      throws SQLException, IOException {
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement begin = database.createStatement();
        PreparedStatement job =
            database.prepareStatement(
                "INSERT INTO job (id, specification, status, revision, submission_time,"
                    + " last_update_time, handle_version, handle_data, stdout_file, stderr_file)"
                    + " SELECT ?, specification, status, revision + ?, submission_time,"
                    + " last_update_time, handle_version, handle_data, stdout_file, stderr_file"
                    + " FROM job WHERE id = ?")) {
      begin.execute("BEGIN");
      for (int number = 1; number <= copies; number++) {
        job.setString(1, id(original, number));
        job.setInt(2, number);
        job.setString(3, original);
        if (job.executeUpdate() != 1) {
          throw new IOException(store + " does not have job " + original);
        }
      }
      begin.execute("COMMIT");
    }
  }

  /** The original's time of submission, and another number behind it. */
  private static String id(String original, int number) {
    StringBuilder text = new StringBuilder(original);
    int rest = number;
    for (int position = text.length() - 1; position >= text.length() - 5; position--) {
      text.setCharAt(position, ALPHABET.charAt(rest % ALPHABET.length()));
      rest /= ALPHABET.length();
    }
    text.setCharAt(text.length() - 6, '0');
    return text.toString();
  }
}
