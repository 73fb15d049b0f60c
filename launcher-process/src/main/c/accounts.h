/*
 * Accounts that were looked up a moment ago, so that a burst of jobs asks the machine's user
 * database once. Processes that look a user up tell the spawner; those that it makes afterwards know.
 */
#ifndef OPENLAUNCHER_ACCOUNTS_H
#define OPENLAUNCHER_ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "account.h"
#include "frame.h"

enum {
  ACCOUNTS_MOST = 256,
  ACCOUNT_MILLISECONDS = 10 * 1000, /* so long a change of groups may go unnoticed */
  REPORT_ACCOUNT = 127,             /* the kind of such a frame; no client gets to see one */
  REPORT_MOST = 64 * 1024,
};

struct known_account {
  uint8_t *report;
  size_t length;
  uint64_t time;
};

struct accounts {
  struct known_account all[ACCOUNTS_MOST];
  size_t count;
};

/* Makes the frame that tells of an account which was found under a name. */
void accounts_report(struct buffer *buffer, const char *name, const struct account *account);

/* Remembers what a frame tells, header and all. One that is larger than REPORT_MOST is passed over. */
void accounts_learn(struct accounts *accounts, const uint8_t *frame, size_t length);

/* False where nothing is known under the name, or not any more; or there is no memory. */
bool accounts_recall(const struct accounts *accounts, const char *name, struct account *account);

#endif
