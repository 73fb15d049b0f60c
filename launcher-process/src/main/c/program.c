#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "protocol.h"

/* Where execvp looks when there is no PATH. */
static const char default_path[] = "/bin:/usr/bin";

static const char *search_path(char *const *environment) {
  for (; *environment != NULL; environment++) {
    if (strncmp(*environment, "PATH=", 5) == 0) {
      return *environment + 5;
    }
  }
  return default_path;
}

static bool is_missing(int error) { return error == ENOENT || error == ENOTDIR; }

/* What is worth looking into the next folder of the PATH for. */
static bool is_not_here(int error) {
  return is_missing(error) || error == ESTALE || error == ENODEV || error == ETIMEDOUT ||
         error == ELOOP || error == ENAMETOOLONG;
}

static void explain(const char *program, const char *file, int error, struct refusal *refusal) {
  if (is_missing(error) && faccessat(AT_FDCWD, file, F_OK, AT_EACCESS) == 0) {
    refuse(refusal, REFUSAL_PROGRAM_NOT_FOUND, error,
           "The program %s needs an interpreter or loader that does not exist", file);
  } else if (is_missing(error)) {
    refuse(refusal, REFUSAL_PROGRAM_NOT_FOUND, error, "The program %s does not exist", program);
  } else if (error == ENOEXEC || error == ELIBBAD) {
    refuse(refusal, REFUSAL_PROGRAM_FORMAT, error,
           "The program %s is neither a binary of this machine nor a script that begins with #!",
           file);
  } else if (error == E2BIG || error == ENOMEM || error == EAGAIN || error == EMFILE ||
             error == ENFILE) {
    refuse(refusal, REFUSAL_RESOURCES, error, "The program %s can't be run", file);
  } else {
    refuse(refusal, REFUSAL_PROGRAM_NOT_EXECUTABLE, error, "The program %s can't be run", file);
  }
}

static void search(char *const *arguments, char *const *environment, struct refusal *refusal) {
  const char *program = arguments[0];
  const char *path = search_path(environment);
  char file[PATH_MAX];
  bool denied = false;
  for (const char *folder = path; folder != NULL;) {
    const char *end = strchrnul(folder, ':');
    size_t length = (size_t)(end - folder);
    size_t name_length = strlen(program);
    if (length + name_length + 2 <= sizeof file) {
      memcpy(file, folder, length);
      /* An empty folder means the working directory. */
      size_t place = length;
      if (length > 0) {
        file[place++] = '/';
      }
      memcpy(file + place, program, name_length + 1);
      execve(file, arguments, environment);
      int error = errno;
      bool interpreter_missing =
          is_missing(error) && faccessat(AT_FDCWD, file, F_OK, AT_EACCESS) == 0;
      if ((error != EACCES && !is_not_here(error)) || interpreter_missing) {
        explain(program, file, error, refusal);
        return;
      }
      if (error == EACCES && !denied) {
        denied = true;
        explain(program, file, error, refusal);
      }
    }
    folder = *end == '\0' ? NULL : end + 1;
  }
  if (!denied) {
    refuse(refusal, REFUSAL_PROGRAM_NOT_FOUND, ENOENT, "The program %s is in no folder of PATH %s",
           program, path);
  }
}

void program_run(char *const *arguments, char *const *environment, struct refusal *refusal) {
  if (strchr(arguments[0], '/') == NULL) {
    search(arguments, environment, refusal);
    return;
  }
  execve(arguments[0], arguments, environment);
  explain(arguments[0], arguments[0], errno, refusal);
}
