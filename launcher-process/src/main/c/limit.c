#include "limit.h"

#include <errno.h>
#include <sys/resource.h>

#include "protocol.h"

/* Time to end in an orderly way after SIGXCPU. */
enum { GRACE_SECONDS = 5 };

static rlim_t lower(rlim_t one, rlim_t other) {
  return one == RLIM_INFINITY ? other : other == RLIM_INFINITY ? one : one < other ? one : other;
}

uint64_t limit_processor_time_hard(uint64_t seconds) {
  return seconds > UINT64_MAX - GRACE_SECONDS ? seconds : seconds + GRACE_SECONDS;
}

/* A limit that the machine sets already stays, where it is the lower one. */
bool limit_processor_time(uint64_t seconds, struct refusal *refusal) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_CPU, &limit) == 0) {
    limit.rlim_max = lower(limit.rlim_max, limit_processor_time_hard(seconds));
    limit.rlim_cur = lower(limit.rlim_max, seconds);
    if (setrlimit(RLIMIT_CPU, &limit) == 0) {
      return true;
    }
  }
  return refuse(refusal, REFUSAL_LIMIT, errno,
                "The limit of %llu seconds of processor time can't be set",
                (unsigned long long)seconds);
}

bool limit_address_space(uint64_t bytes, struct refusal *refusal) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0) {
    limit.rlim_max = lower(limit.rlim_max, bytes);
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_AS, &limit) == 0) {
      return true;
    }
  }
  return refuse(refusal, REFUSAL_LIMIT, errno, "The limit of %llu bytes of memory can't be set",
                (unsigned long long)bytes);
}
