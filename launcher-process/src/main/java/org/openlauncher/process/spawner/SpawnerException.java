package org.openlauncher.process.spawner;

/** Why a request to the spawner did not come to its proper answer. */
abstract sealed class SpawnerException extends Exception {
  private static final long serialVersionUID = 1L;

  private SpawnerException(String message) {
    super(message);
  }

  /** The message; never null here. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The spawner says no. */
  static final class Refused extends SpawnerException {
    private static final long serialVersionUID = 1L;

    private final transient Answer.Refused answer;

    Refused(Answer.Refused answer) {
      super(answer.message());
      this.answer = answer;
    }

    Answer.Refused answer() {
      return answer;
    }
  }

  /** It is certain that the request did not reach the spawner. */
  static final class Unreached extends SpawnerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason why, in a sentence
     */
    Unreached(String reason) {
      super(reason);
    }
  }

  /** The spawner may have carried the request out, or may still do it. */
  static final class Unanswered extends SpawnerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason why there is no answer, in a sentence
     */
    Unanswered(String reason) {
      super(reason);
    }
  }
}
