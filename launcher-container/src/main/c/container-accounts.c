#define _GNU_SOURCE
#include "container-accounts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME = 0, NUMBER = 2, MEMBERS = 3, EXIT_FAILED = 125 };

struct field {
  const char *text;
  size_t length;
};

/* A field of a line with colons between them; empty where there is none. */
static struct field field(const char *line, int number) {
  for (; number > 0; number--) {
    line += strcspn(line, ":\n");
    if (*line != ':')
      return (struct field){line, 0};
    line++;
  }
  return (struct field){line, strcspn(line, ":\n")};
}

static bool same(struct field one, struct field other) {
  return one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

static const char *next_line(const char *line) {
  line += strcspn(line, "\n");
  return *line ? line + 1 : line;
}

/* Fails in a way that the launcher tells the job's owner. */
static int fail(int record, const char *step) {
  int error = errno;
  dprintf(record, "failed %s %d %s\n", step, error, strerror(error));
  return EXIT_FAILED;
}

/* What an image has under a name; empty text where it has nothing that can be read. */
static char *content(const char *path) {
  char *text = NULL;
  size_t size = 0;
  FILE *file = fopen(path, "re");
  if (!file)
    return strdup("");
  if (getdelim(&text, &size, '\0', file) < 0) {
    free(text);
    text = strdup("");
  }
  fclose(file);
  return text;
}

/* Whether an entry of the image's is left out, since one of the user's has its name. */
static bool replaced(const char *kind, const char *line, const char *own, int record) {
  struct field name = field(line, NAME), number = field(line, NUMBER);
  for (const char *entry = own; *entry; entry = next_line(entry)) {
    struct field own_name = field(entry, NAME), own_number = field(entry, NUMBER);
    bool same_number = same(number, own_number);
    if (same(name, own_name)) {
      if (!same_number)
        dprintf(record,
                "warning The image has a %s %.*s with the id %.*s, which is left out: inside, %.*s has the id %.*s.\n",
                kind, (int)name.length, name.text, (int)number.length, number.text, (int)name.length, name.text,
                (int)own_number.length, own_number.text);
      return true;
    }
    if (same_number && number.length > 0)
      dprintf(record,
              "warning The image gives the %s id %.*s to %.*s; inside, it belongs to %.*s, and %.*s is a second name "
              "for it.\n",
              kind, (int)number.length, number.text, (int)name.length, name.text, (int)own_name.length, own_name.text,
              (int)name.length, name.text);
  }
  return false;
}

/* The user is in the groups that the machine says, and in none that the image has for a name. */
static void copy_group(FILE *file, const char *line, struct field user) {
  struct field members = field(line, MEMBERS);
  fprintf(file, "%.*s", (int)(members.text - line), line);
  bool first = true;
  for (const char *member = members.text; member < members.text + members.length;) {
    size_t length = strcspn(member, ",:\n");
    if (length > 0 && !same((struct field){member, length}, user)) {
      fprintf(file, "%s%.*s", first ? "" : ",", (int)length, member);
      first = false;
    }
    member += length + 1;
  }
  fputc('\n', file);
}

static bool merge(const char *kind, const char *folder, const char *own, struct field user, int record) {
  char path[4096], image_path[64];
  snprintf(path, sizeof path, "%s/%s", folder, kind);
  snprintf(image_path, sizeof image_path, "/etc/%s", kind);
  bool groups = strcmp(kind, "group") == 0;
  FILE *file = fopen(path, "wxe");
  if (!file)
    return false;
  fputs(own, file);
  if (*own && own[strlen(own) - 1] != '\n')
    fputc('\n', file);
  char *image = content(image_path);
  for (const char *line = image; *line; line = next_line(line)) {
    if (*line == '\n' || replaced(groups ? "group" : "user", line, own, record))
      continue;
    if (groups && field(line, MEMBERS).length > 0)
      copy_group(file, line, user);
    else
      fprintf(file, "%.*s\n", (int)strcspn(line, "\n"), line);
  }
  free(image);
  bool written = !ferror(file);
  return fclose(file) == 0 && written;
}

int make_accounts(const char *folder, int record) {
  const char *passwd = getenv("OPENLAUNCHER_PASSWD"), *groups = getenv("OPENLAUNCHER_GROUPS");
  if (!passwd || !groups) {
    errno = EINVAL;
    return fail(record, "accounts");
  }
  umask(022);
  struct field user = field(passwd, NAME);
  char home[4096];
  snprintf(home, sizeof home, "%s/home", folder);
  if (!merge("passwd", folder, passwd, user, record) || !merge("group", folder, groups, user, record) ||
      mkdir(home, 0700) < 0)
    return fail(record, "accounts");
  return 0;
}
