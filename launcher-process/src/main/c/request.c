#include "request.h"

#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "protocol.h"

enum type {
  TYPE_NUMBER,
  TYPE_USER,
  TYPE_JOB_ID,
  TYPE_TOKEN,
  TYPE_PROFILE,
  TYPE_PATH,
  TYPE_ARGUMENT,
  TYPE_VARIABLE,
  TYPE_BYTES
};
enum presence { NEEDED, OPTIONAL };

struct rule {
  uint8_t kind;
  uint8_t tag;
  enum type type;
  enum presence presence;
  const char *name;
  uint64_t least; /* of a number */
  uint64_t most;
};

enum { NAME_LENGTH_MOST = 255, PATH_LENGTH_MOST = 4095, FIELD_HEADER = 5 };

#define ANY 0, UINT64_MAX
#define POSITIVE 1, UINT64_MAX
#define PROCESS_IDS 1, INT32_MAX
#define FILE_OFFSETS 0, INT64_MAX

static const struct rule rules[] = {
    {REQUEST_LAUNCH, TAG_USER, TYPE_USER, NEEDED, "user", ANY},
    {REQUEST_LAUNCH, TAG_JOB_ID, TYPE_JOB_ID, NEEDED, "job-id", ANY},
    {REQUEST_LAUNCH, TAG_TOKEN, TYPE_TOKEN, NEEDED, "token", ANY},
    {REQUEST_LAUNCH, TAG_BOOT_ID, TYPE_TOKEN, NEEDED, "boot-id", ANY},
    {REQUEST_LAUNCH, TAG_RECORD, TYPE_PATH, NEEDED, "record", ANY},
    {REQUEST_LAUNCH, TAG_ARGUMENT, TYPE_ARGUMENT, NEEDED, "argument", ANY},
    {REQUEST_LAUNCH, TAG_VARIABLE, TYPE_VARIABLE, OPTIONAL, "variable", ANY},
    {REQUEST_LAUNCH, TAG_DIRECTORY, TYPE_PATH, NEEDED, "directory", ANY},
    {REQUEST_LAUNCH, TAG_INPUT, TYPE_BYTES, OPTIONAL, "input", ANY},
    {REQUEST_LAUNCH, TAG_OUTPUT, TYPE_PATH, OPTIONAL, "output", ANY},
    {REQUEST_LAUNCH, TAG_KEPT_OUTPUT, TYPE_PATH, OPTIONAL, "kept-output", ANY},
    {REQUEST_LAUNCH, TAG_ERRORS, TYPE_PATH, OPTIONAL, "errors", ANY},
    {REQUEST_LAUNCH, TAG_KEPT_ERRORS, TYPE_PATH, OPTIONAL, "kept-errors", ANY},
    {REQUEST_LAUNCH, TAG_MERGED, TYPE_NUMBER, OPTIONAL, "merged", 0, 1},
    {REQUEST_LAUNCH, TAG_UMASK, TYPE_NUMBER, NEEDED, "umask", 0, 0777},
    {REQUEST_LAUNCH, TAG_PROCESSOR_SECONDS, TYPE_NUMBER, OPTIONAL, "limit-processor-seconds",
     POSITIVE},
    {REQUEST_LAUNCH, TAG_MEMORY_BYTES, TYPE_NUMBER, OPTIONAL, "limit-memory-bytes", POSITIVE},
    {REQUEST_LAUNCH, TAG_PAM_PROFILE, TYPE_PROFILE, OPTIONAL, "pam-profile", ANY},
    {REQUEST_LAUNCH, TAG_SESSION_PAM_PROFILE, TYPE_PROFILE, OPTIONAL, "session-pam-profile", ANY},
    {REQUEST_SIGNAL, TAG_USER, TYPE_USER, NEEDED, "user", ANY},
    {REQUEST_SIGNAL, TAG_JOB_ID, TYPE_JOB_ID, OPTIONAL, "job-id", ANY},
    {REQUEST_SIGNAL, TAG_SHIM_ID, TYPE_NUMBER, NEEDED, "shim-id", PROCESS_IDS},
    {REQUEST_SIGNAL, TAG_SHIM_START, TYPE_NUMBER, NEEDED, "shim-start", ANY},
    {REQUEST_SIGNAL, TAG_OPERATION, TYPE_NUMBER, NEEDED, "operation", OPERATION_SUSPEND,
     OPERATION_KILL},
    {REQUEST_OPEN, TAG_USER, TYPE_USER, NEEDED, "user", ANY},
    {REQUEST_OPEN, TAG_PATH, TYPE_PATH, NEEDED, "path", ANY},
    {REQUEST_READ, TAG_FILE, TYPE_NUMBER, NEEDED, "file", ANY},
    {REQUEST_READ, TAG_OFFSET, TYPE_NUMBER, NEEDED, "offset", FILE_OFFSETS},
    {REQUEST_READ, TAG_LENGTH, TYPE_NUMBER, NEEDED, "length", 1, READ_LENGTH_MOST},
    {REQUEST_CLOSE, TAG_FILE, TYPE_NUMBER, NEEDED, "file", ANY},
    {REQUEST_USER, TAG_USER, TYPE_USER, NEEDED, "user", ANY},
};

enum { RULES = sizeof rules / sizeof rules[0] };

static bool bad_request(struct refusal *refusal, const char *name, const char *complaint) {
  return refuse(refusal, REFUSAL_BAD_REQUEST, 0, "The request's field %s %s", name, complaint);
}

static const struct rule *find_rule(uint8_t kind, uint8_t tag) {
  for (size_t index = 0; index < RULES; index++) {
    if (rules[index].kind == kind && rules[index].tag == tag) {
      return &rules[index];
    }
  }
  return NULL;
}

static bool all_of(const char *text, const char *allowed) {
  return text[strspn(text, allowed)] == '\0';
}

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static bool is_user(const char *text, size_t length) {
  for (const char *next = text; *next != '\0'; next++) {
    unsigned char character = (unsigned char)*next;
    if (character <= ' ' || character == 0x7f || character == ':' || character == '/') {
      return false;
    }
  }
  return length > 0 && length <= NAME_LENGTH_MOST;
}

static bool is_job_id(const char *text, size_t length) {
  return length == JOB_ID_LENGTH && (all_of(text, DIGITS "abcdefghjkmnpqrstvwxyz") ||
                                     all_of(text, DIGITS "ABCDEFGHJKMNPQRSTVWXYZ"));
}

static bool is_token(const char *text, size_t length) {
  return length > 0 && length <= TOKEN_LENGTH_MOST && all_of(text, DIGITS LETTERS "._-");
}

/* It becomes the name of a file in /etc/pam.d. */
static bool is_profile(const char *text, size_t length) {
  return length > 0 && length <= NAME_LENGTH_MOST && all_of(text, DIGITS LETTERS "_-");
}

static bool is_path(const char *text, size_t length) {
  return length <= PATH_LENGTH_MOST && text[0] == '/';
}

static bool texts_add(struct texts *texts, char *text) {
  if (texts->count + 1 >= texts->size) {
    size_t size = texts->size == 0 ? 64 : texts->size * 2;
    char **all = reallocarray(texts->all, size, sizeof *all);
    if (all == NULL) {
      return false;
    }
    texts->all = all;
    texts->size = size;
  }
  texts->all[texts->count++] = text;
  texts->all[texts->count] = NULL;
  return true;
}

static bool add_text(struct texts *texts, char *text, struct refusal *refusal) {
  return texts_add(texts, text) ||
         refuse(refusal, REFUSAL_RESOURCES, 0, "There is no memory for the request");
}

static bool take_number(const struct rule *rule, const uint8_t *bytes, size_t length,
                        struct value *value, struct refusal *refusal) {
  if (length != sizeof value->number) {
    return bad_request(refusal, rule->name, "must be a number of 8 bytes");
  }
  value->number = little_endian_64(bytes);
  if (value->number < rule->least || value->number > rule->most) {
    return refuse(refusal, REFUSAL_BAD_REQUEST, 0,
                  "The request's field %s must be from %llu to %llu, is %llu", rule->name,
                  (unsigned long long)rule->least, (unsigned long long)rule->most,
                  (unsigned long long)value->number);
  }
  return true;
}

static bool take_text(const struct rule *rule, char *text, size_t length, struct request *request,
                      struct refusal *refusal) {
  if (strlen(text) != length) {
    return bad_request(refusal, rule->name, "must not hold a NUL");
  }
  switch (rule->type) {
    case TYPE_USER:
      return is_user(text, length) || bad_request(refusal, rule->name, "is no name of a user");
    case TYPE_JOB_ID:
      return is_job_id(text, length) || bad_request(refusal, rule->name, "is no id of a job");
    case TYPE_TOKEN:
      return is_token(text, length) ||
             bad_request(refusal, rule->name, "must be 1 to 64 letters, digits, '.', '_' or '-'");
    case TYPE_PROFILE:
      return is_profile(text, length) ||
             bad_request(refusal, rule->name, "must be letters, digits, '_' or '-'");
    case TYPE_PATH:
      return is_path(text, length) || bad_request(refusal, rule->name, "is no absolute path");
    case TYPE_ARGUMENT:
      if (length == 0 && request->arguments.count == 0) {
        return bad_request(refusal, rule->name, "must name a program first");
      }
      return add_text(&request->arguments, text, refusal);
    case TYPE_VARIABLE:
      if (text[0] == '=' || strchr(text, '=') == NULL) {
        return bad_request(refusal, rule->name, "must be NAME=value");
      }
      return add_text(&request->variables, text, refusal);
    case TYPE_NUMBER:
    case TYPE_BYTES:
      break;
  }
  return bad_request(refusal, rule->name, "is no text");
}

/* The field begins with its tag and its length, which has been checked. */
static bool take_field(uint8_t *field, size_t length, struct request *request,
                       struct refusal *refusal) {
  const struct rule *rule = find_rule(request->kind, field[0]);
  if (rule == NULL) {
    return refuse(refusal, REFUSAL_BAD_REQUEST, 0,
                  "The request of kind %u has an unknown field %u", (unsigned)request->kind,
                  (unsigned)field[0]);
  }
  struct value *value = &request->values[rule->tag];
  bool many = rule->type == TYPE_ARGUMENT || rule->type == TYPE_VARIABLE;
  if (value->present && !many) {
    return bad_request(refusal, rule->name, "came twice");
  }
  value->present = true;
  if (rule->type == TYPE_NUMBER) {
    return take_number(rule, field + FIELD_HEADER, length, value, refusal);
  }
  /* One byte to the front, over the length that is not needed any more, to have one for a NUL. */
  char *text = (char *)field + FIELD_HEADER - 1;
  memmove(text, text + 1, length);
  text[length] = '\0';
  value->text = text;
  value->length = length;
  return rule->type == TYPE_BYTES || take_text(rule, text, length, request, refusal);
}

static bool check_presence(const struct request *request, struct refusal *refusal) {
  bool known = false;
  for (size_t index = 0; index < RULES; index++) {
    const struct rule *rule = &rules[index];
    if (rule->kind != request->kind) {
      continue;
    }
    known = true;
    if (rule->presence == NEEDED && !request->values[rule->tag].present) {
      return bad_request(refusal, rule->name, "is missing");
    }
  }
  return known || refuse(refusal, REFUSAL_BAD_REQUEST, 0, "There is no request of kind %u",
                         (unsigned)request->kind);
}

static bool check_combination(const struct request *request, struct refusal *refusal) {
  const struct value *values = request->values;
  if (values[TAG_OUTPUT].present && values[TAG_KEPT_OUTPUT].present) {
    return bad_request(refusal, "kept-output", "must not come with output");
  }
  if (values[TAG_ERRORS].present && values[TAG_KEPT_ERRORS].present) {
    return bad_request(refusal, "kept-errors", "must not come with errors");
  }
  if (request_number(request, TAG_MERGED) == 1 &&
      (values[TAG_ERRORS].present || values[TAG_KEPT_ERRORS].present)) {
    return bad_request(refusal, "merged", "must not come with errors or kept-errors");
  }
  return true;
}

bool request_parse(uint8_t *frame, size_t length, struct request *request,
                   struct refusal *refusal) {
  memset(request, 0, sizeof *request);
  if (length < FRAME_LENGTH_LEAST) {
    return refuse(refusal, REFUSAL_BAD_REQUEST, 0,
                  "A request must have at least %d bytes, this one has %zu", FRAME_LENGTH_LEAST,
                  length);
  }
  request->number = little_endian_32(frame);
  request->kind = frame[4];
  if (request->number == 0) {
    return refuse(refusal, REFUSAL_BAD_REQUEST, 0, "A request must not have the number 0");
  }
  size_t place = FRAME_LENGTH_LEAST;
  while (place < length) {
    if (length - place < FIELD_HEADER) {
      return refuse(refusal, REFUSAL_BAD_REQUEST, 0, "The request ends within a field");
    }
    size_t rest = length - place - FIELD_HEADER;
    uint32_t field_length = little_endian_32(frame + place + 1);
    if (field_length > rest) {
      return refuse(refusal, REFUSAL_BAD_REQUEST, 0,
                    "A field of the request says that it has %lu bytes, of which %zu are there",
                    (unsigned long)field_length, rest);
    }
    if (!take_field(frame + place, field_length, request, refusal)) {
      return false;
    }
    place += FIELD_HEADER + (size_t)field_length;
  }
  return check_presence(request, refusal) && check_combination(request, refusal);
}

void request_free(struct request *request) {
  free(request->arguments.all);
  free(request->variables.all);
  memset(request, 0, sizeof *request);
}
