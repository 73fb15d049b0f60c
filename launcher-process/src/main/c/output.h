/* The files that a job reads from and writes into. Each function returns a descriptor or -1. */
#ifndef OPENLAUNCHER_OUTPUT_H
#define OPENLAUNCHER_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "identity.h"
#include "refusal.h"

/* Opens and empties a file of the job's user, or makes it. Whoever calls it is that user. */
int output_open(const char *path, uid_t user, bool append, const char *word,
                struct refusal *refusal);

/* Makes a file in a private folder of the launcher's user. Whoever calls it is that user. */
int output_keep(const char *path, uid_t server, bool append, const char *word,
                struct refusal *refusal);

/* Gives such a file to the job's user, readable for the launcher's group. Root calls it. */
bool output_give(int file, const struct identity *user, gid_t server_group, const char *path,
                 const char *word, struct refusal *refusal);

/* What the job reads, as a file without a name that belongs to whoever calls it. */
int input_make(const void *bytes, size_t length, struct refusal *refusal);

#endif
