#include "accounts.h"

#include <stdlib.h>
#include <string.h>

#include "io.h"

/* What a report holds behind its header; then the name that was asked for, the account's three
   texts, each with its NUL, and the groups. Both sides are the same program. */
struct numbers {
  uid_t user_id;
  gid_t group_id;
  size_t group_count;
};

enum { NAME_PLACE = FRAME_HEADER + sizeof(struct numbers) };

static void add_text(struct buffer *buffer, const char *text) {
  buffer_add(buffer, text, strlen(text) + 1);
}

void accounts_report(struct buffer *buffer, const char *name, const struct account *account) {
  const struct identity *identity = &account->identity;
  struct numbers numbers;
  memset(&numbers, 0, sizeof numbers);
  numbers.user_id = identity->user_id;
  numbers.group_id = identity->group_id;
  numbers.group_count = identity->group_count;
  size_t place = frame_begin(buffer, 0, REPORT_ACCOUNT);
  buffer_add(buffer, &numbers, sizeof numbers);
  add_text(buffer, name);
  add_text(buffer, account->name);
  add_text(buffer, account->home);
  add_text(buffer, account->shell);
  buffer_add(buffer, identity->groups, identity->group_count * sizeof *identity->groups);
  frame_end(buffer, place);
}

static const char *name_of(const struct known_account *known) {
  return (const char *)known->report + NAME_PLACE;
}

/* The place of the name's account, else a free one, else that of the oldest. */
static struct known_account *place_for(struct accounts *accounts, const char *name) {
  struct known_account *oldest = &accounts->all[0];
  for (size_t index = 0; index < accounts->count; index++) {
    struct known_account *known = &accounts->all[index];
    if (strcmp(name_of(known), name) == 0) {
      return known;
    }
    oldest = known->time < oldest->time ? known : oldest;
  }
  return accounts->count < ACCOUNTS_MOST ? &accounts->all[accounts->count++] : oldest;
}

void accounts_learn(struct accounts *accounts, const uint8_t *frame, size_t length) {
  if (length <= NAME_PLACE || length > REPORT_MOST ||
      memchr(frame + NAME_PLACE, '\0', length - NAME_PLACE) == NULL) {
    return;
  }
  uint8_t *report = malloc(length);
  if (report == NULL) {
    return;
  }
  memcpy(report, frame, length);
  struct known_account *place = place_for(accounts, (const char *)report + NAME_PLACE);
  free(place->report);
  *place = (struct known_account){
      .report = report, .length = length, .time = monotonic_milliseconds()};
}

/* Copies the text at a place and moves behind it; NULL where it does not end in the report. */
static char *take_text(const struct known_account *known, size_t *place) {
  const char *text = (const char *)known->report + *place;
  size_t length = strnlen(text, known->length - *place);
  if (*place + length >= known->length) {
    return NULL;
  }
  *place += length + 1;
  return strdup(text);
}

static bool read_report(const struct known_account *known, struct account *account) {
  struct numbers numbers;
  memcpy(&numbers, known->report + FRAME_HEADER, sizeof numbers);
  size_t place = NAME_PLACE + strlen(name_of(known)) + 1;
  struct identity *identity = &account->identity;
  identity->user_id = numbers.user_id;
  identity->group_id = numbers.group_id;
  account->name = take_text(known, &place);
  account->home = account->name == NULL ? NULL : take_text(known, &place);
  account->shell = account->home == NULL ? NULL : take_text(known, &place);
  if (account->shell == NULL ||
      known->length - place != numbers.group_count * sizeof *identity->groups) {
    return false;
  }
  identity->groups = calloc(numbers.group_count + 1, sizeof *identity->groups);
  identity->group_count = numbers.group_count;
  if (identity->groups != NULL) {
    memcpy(identity->groups, known->report + place, known->length - place);
  }
  return identity->groups != NULL;
}

bool accounts_recall(const struct accounts *accounts, const char *name, struct account *account) {
  for (size_t index = 0; index < accounts->count; index++) {
    const struct known_account *known = &accounts->all[index];
    if (strcmp(name_of(known), name) == 0) {
      memset(account, 0, sizeof *account);
      if (monotonic_milliseconds() - known->time < ACCOUNT_MILLISECONDS &&
          read_report(known, account)) {
        return true;
      }
      account_free(account);
      return false;
    }
  }
  return false;
}
