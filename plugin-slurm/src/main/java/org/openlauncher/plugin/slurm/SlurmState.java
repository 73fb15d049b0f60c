package org.openlauncher.plugin.slurm;

import java.util.Arrays;
import java.util.Optional;

/** The words that Slurm has for the state of a job. */
enum SlurmState {
  PENDING(Kind.WAITING),
  REQUEUED(Kind.WAITING),
  REQUEUE_FED(Kind.WAITING),
  REQUEUE_HOLD(Kind.WAITING),
  RESV_DEL_HOLD(Kind.WAITING),
  SPECIAL_EXIT(Kind.WAITING),
  CONFIGURING(Kind.PREPARING),
  RUNNING(Kind.LIVING),
  RESIZING(Kind.LIVING),
  SIGNALING(Kind.LIVING),
  STAGE_OUT(Kind.LIVING),
  COMPLETING(Kind.ENDING),
  SUSPENDED(Kind.SUSPENDED),
  STOPPED(Kind.SUSPENDED),
  COMPLETED(Kind.ENDED),
  FAILED(Kind.ENDED),
  CANCELLED(Kind.ENDED),
  TIMEOUT(Kind.ENDED),
  OUT_OF_MEMORY(Kind.ENDED),
  NODE_FAIL(Kind.ENDED),
  BOOT_FAIL(Kind.ENDED),
  PREEMPTED(Kind.ENDED),
  DEADLINE(Kind.ENDED),
  LAUNCH_FAILED(Kind.ENDED),
  RECONFIG_FAIL(Kind.ENDED),
  REVOKED(Kind.ENDED);

  /** What all states of a sort have in common. */
  enum Kind {
    /** In the queue. */
    WAITING,
    /** Its nodes are being made ready. */
    PREPARING,
    /** On its nodes. */
    LIVING,
    /** Its processes are ending, how it ended is not said yet. */
    ENDING,
    /** Stopped on its nodes. */
    SUSPENDED,
    /** It has ended. */
    ENDED
  }

  private final Kind kind;

  SlurmState(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Reads a word of Slurm's; {@code CANCELLED by 1001} and {@code CANCELLED+} too. */
  static Optional<SlurmState> parse(String text) {
    String word = text.strip().split("[ +]", 2)[0];
    return Arrays.stream(values()).filter(state -> state.name().equals(word)).findFirst();
  }
}
