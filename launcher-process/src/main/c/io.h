/* Reading and writing that is not stopped by signals and short counts, and closing what is open. */
#ifndef OPENLAUNCHER_IO_H
#define OPENLAUNCHER_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Whether all of it was written. */
bool write_fully(int file, const void *bytes, size_t length);

/* How much was read: less than asked for only at the end; -1 for an error. */
ssize_t read_fully(int file, void *bytes, size_t length);

/* Reads a file of the kernel's as text; false where that fails or it is larger. */
bool read_text(const char *path, char *text, size_t size);

/* Writes a short text into an existing file of the kernel's; relative paths start at a folder. */
bool write_text_at(int folder, const char *path, const char *text);

/* After which a process ends by SIGALRM that looks up users, asks PAM or opens a file: those can hang. */
enum { LOOK_UP_SECONDS = 120 };

/* Closes all descriptors above 2 but these, which may include -1 for none. */
void close_others(const int *kept, size_t count);

/* Lets descriptors 0 to 2 be /dev/null where they are closed. */
bool fill_standard_descriptors(void);

/* Makes all signals do what they do by default, and blocks none. */
void reset_signals(void);

uint64_t monotonic_milliseconds(void);

#endif
