/* The file in which the shim notes how its job goes. */
#ifndef OPENLAUNCHER_RECORD_H
#define OPENLAUNCHER_RECORD_H

#include <stdbool.h>
#include <sys/types.h>

#include "refusal.h"

struct record {
  int file;
  off_t end; /* of what is written */
};

/*
 * Opens a record that bears this token and has no line yet, and holds a lock on it as long as it is
 * open. Whoever calls it has the rights of the launcher's user, and no more.
 */
bool record_open(const char *path, const char *token, const char *boot_id, uid_t server,
                 struct record *record, struct refusal *refusal);

/* Adds lines, each with its line end; they appear at once. */
bool record_write(struct record *record, const char *lines);

/* The same without those who watch the folder hearing of it, where the file system can do that. */
bool record_write_unheard(struct record *record, const char *lines);

#endif
