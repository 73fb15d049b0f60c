#include "task.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "account.h"
#include "frame.h"
#include "io.h"
#include "protocol.h"
#include "reader.h"
#include "shim.h"
#include "signaller.h"

static void prepare_child(int channel) {
  close_others(&channel, 1);
  reset_signals();
  signal(SIGPIPE, SIG_IGN);
  alarm(LOOK_UP_SECONDS);
}

static _Noreturn void answer_and_end(int channel, struct buffer *buffer) {
  bool written = !buffer->failed &&
                 write_fully(channel, buffer->bytes + buffer->begin, buffer_length(buffer));
  _exit(written ? EXIT_SUCCESS : EXIT_FAILURE);
}

static _Noreturn void run_signaller(const struct settings *settings, const struct request *request,
                                    int channel) {
  struct buffer buffer = {0};
  struct refusal refusal;
  prepare_child(channel);
  if (signaller_run(settings, request, &refusal)) {
    frame_end(&buffer, frame_begin(&buffer, request->number, ANSWER_DONE));
  } else {
    frame_refusal(&buffer, request->number, &refusal);
  }
  answer_and_end(channel, &buffer);
}

static _Noreturn void run_look_up(const struct settings *settings, const struct request *request,
                                  int channel) {
  struct buffer buffer = {0};
  struct refusal refusal;
  struct account account;
  prepare_child(channel);
  if (!account_admit(settings, request_text(request, TAG_USER), &account, &refusal)) {
    frame_refusal(&buffer, request->number, &refusal);
    answer_and_end(channel, &buffer);
  }
  size_t place = frame_begin(&buffer, request->number, ANSWER_ACCOUNT);
  frame_text(&buffer, TAG_USER, account.name);
  frame_number(&buffer, TAG_USER_ID, account.identity.user_id);
  frame_number(&buffer, TAG_GROUP_ID, account.identity.group_id);
  frame_text(&buffer, TAG_HOME, account.home);
  frame_text(&buffer, TAG_SHELL, account.shell);
  for (size_t index = 0; index < account.identity.group_count; index++) {
    frame_number(&buffer, TAG_GROUP, account.identity.groups[index]);
  }
  frame_end(&buffer, place);
  answer_and_end(channel, &buffer);
}

_Noreturn void task_run(const struct settings *settings, struct request *request, int channel,
                        uint64_t file, void (*forget)(void)) {
  switch (request->kind) {
    case REQUEST_LAUNCH:
      shim_run(settings, request, channel, forget);
    case REQUEST_SIGNAL:
      run_signaller(settings, request, channel);
    case REQUEST_OPEN:
      prepare_child(channel);
      reader_run(settings, request, file, channel);
    default:
      run_look_up(settings, request, channel);
  }
}
