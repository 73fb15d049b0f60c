/* The launcher's end of the talk: bytes come in, frames are cut from them, answers go out. */
#ifndef OPENLAUNCHER_CONNECTION_H
#define OPENLAUNCHER_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "frame.h"

struct connection {
  int in;
  int out; /* the same where it is a socket */
  bool check_sender;
  uid_t sender;
  uint8_t *input; /* has room for the longest frame */
  size_t begin;
  size_t end;
  size_t touched; /* how far it has been written into */
  struct buffer output;
};

/* Makes in and out not blocking. With check_sender, in is a socket that tells who wrote. */
bool connection_open(struct connection *connection, int in, int out, bool check_sender,
                     uid_t sender);

/* Reads what is there. False at the end, or when somebody else wrote; the latter is logged. */
bool connection_read(struct connection *connection);

/*
 * Cuts the next frame, whose bytes stay valid until the next call: 1, or 0 where it is not complete
 * yet, or -1 where it is too long.
 */
int connection_next(struct connection *connection, uint8_t **frame, size_t *length);

/* Writes what can be written without waiting. False where nobody reads any more. */
bool connection_flush(struct connection *connection);

/* Gives back the input, and with it what is in it, in a process that goes on without it. */
void connection_forget_input(struct connection *connection);

#endif
