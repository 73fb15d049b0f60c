package org.openlauncher.host.http;

/** Every query parameter that any route knows. */
enum QueryParameter {
  AFTER("after", false),
  CLUSTER("cluster", false),
  CURSOR("cursor", false),
  DRY_RUN("dryRun", false),
  END_TIME("endTime", false),
  FIELDS("fields", true),
  FOLLOW("follow", false),
  FORCE("force", false),
  KIND("kind", false),
  LIMIT("limit", false),
  OFFSET("offset", false),
  SORT("sort", false),
  START_TIME("startTime", false),
  STATUS("status", true),
  TAGS("tags", true),
  TYPE("type", false),
  USER("user", false);

  private final String wireName;
  private final boolean repeatable;

  QueryParameter(String wireName, boolean repeatable) {
    this.wireName = wireName;
    this.repeatable = repeatable;
  }

  String wireName() {
    return wireName;
  }

  /** Whether a request may give it several times. */
  boolean repeatable() {
    return repeatable;
  }
}
