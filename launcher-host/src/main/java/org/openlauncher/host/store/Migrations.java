package org.openlauncher.host.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings a database to the form that this version knows, one numbered step after the other. */
final class Migrations {
  private static final int NEWEST = 2;

  private Migrations() {}

  static void apply(Connection database) throws SQLException {
    int present = version(database);
    if (present > NEWEST) {
      throw new SQLException(
          "the job store has version "
              + present
              + ", this launcher knows "
              + NEWEST
              + " at most: it was written by a newer launcher");
    }
    for (int step = present + 1; step <= NEWEST; step++) {
      try (Statement statement = database.createStatement()) {
        for (String command : script(step).split(";\\s*\n", -1)) {
          if (!command.isBlank()) {
            statement.execute(command);
          }
        }
        statement.execute("PRAGMA user_version = " + step);
      }
      database.commit();
    }
  }

  private static int version(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  private static String script(int step) {
    try (InputStream script = Migrations.class.getResourceAsStream("migration-" + step + ".sql")) {
      if (script == null) {
        throw new IllegalStateException("migration " + step + " is missing from the bundle");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
